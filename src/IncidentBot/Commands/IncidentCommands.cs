using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary><c>/incident</c>. Each verb may name the incident first (<c>INC-7</c>); without that it means the one of the channel.</summary>
public sealed class IncidentCommands(IncidentDesk desk, SummaryDesk summaries, PeopleDirectory people, Identities identities, ILedger ledger)
{
    private static readonly Parameter Title = Words("title", "what people notice", "Redis is down");

    private static readonly Parameter Runbook = new("runbook", "the id of the runbook to follow; found by the title where it is left out", "redis-recovery")
    {
        Kind = ParameterKind.Runbook,
    };

    private static readonly Parameter Kind = new("kind", "why it exists; never changed afterwards", "drill")
    {
        Kind = ParameterKind.Choice,
        Choices = [.. Enum.GetNames<IncidentKind>().Select(kind => kind.ToLowerInvariant())],
        Notation = "kind=drill|maintenance|backfilled",
        Named = true,
    };

    private static readonly Parameter From = Time("from", "when it began, with kind=backfilled; in UTC where nothing is said", "2026-11-22T10:15");
    private static readonly Parameter Until = Time("until", "when it was over", "2026-11-22T11:00");

    private static readonly Parameter Private = new("private", "only those with a part in it, or invited, may see it", "private")
    {
        Kind = ParameterKind.Flag,
        Named = true,
    };

    private static readonly Parameter Check = new("check", "a check of what was read, as the incident's card numbers it", "c2")
    {
        Notation = "c-n",
        Required = true,
        Question = "Which check?",
        Hint = "They are numbered c1, c2, … on the incident's card.",
        Check = word => CheckOf(word) is null ? "is no check" : null,
    };

    private static readonly Parameter Why = Words("reason", "why it does not matter here", "that queue has been dead for months") with { AskedLater = true };

    private static readonly Parameter Before = new("before", "only events before this one", "before=e12")
    {
        Notation = "before=e12",
        Hint = "Events are numbered e1, e2, …: before=e12 shows those before e12.",
    };

    private static readonly Parameter Severity = Known.Severity with
    {
        Required = true,
        Question = "Which severity?",
        Hint = "P0 is down, P1 degraded, P2 partly wrong.",
    };

    private static readonly Parameter Role = new("role", "the role", "commander")
    {
        Kind = ParameterKind.Choice,
        Choices = [.. Enum.GetNames<IncidentRole>().Select(role => role.ToLowerInvariant())],
        Notation = string.Join('|', Enum.GetNames<IncidentRole>()).ToLowerInvariant(),
        Required = true,
        Question = "Which role, and who?",
    };

    private static readonly Parameter InRole = Known.Person with { Question = Role.Question };

    private readonly Parameter target = ActionCallReader.Target with { Check = name => desk.KnowsTarget(name) ? null : "is no target" };

    private readonly Parameter assignee = Known.Person with
    {
        Question = "Who?",
        Hint = $"People: {string.Join(", ", people.All.Select(person => $"@{person.Id}"))}",
    };

    public IEnumerable<Command> Table =>
    [
        new(
            "/incident open",
            [Known.Severity, Kind, From, Until, Private, Runbook, Title, target],
            "Opens an incident and reads its target at once",
            Permissions.Observe,
            OpenAsync),
        Plain("ack", "Takes the incident", desk.AcknowledgeAsync),
        Plain("assess", "Reads the target and posts the finding", desk.AssessAsync),
        WithText(
            "mitigate",
            Reason("why, where nothing was found yet") with { Required = false },
            "Goes on to mitigation; takes a reason when nothing was found yet",
            desk.MitigateAsync),
        Plain("verify", "Runs the checks; when all pass, the soak begins", desk.VerifyAsync),
        Plain("resolve", "Ends the incident after a clean soak", desk.ResolveAsync),
        WithText("reopen", Reason("why it is not over"), "Takes a resolved, closed or cancelled incident up again", desk.ReopenAsync),
        Plain("close", "Closes a resolved incident and anchors the audit", desk.CloseAsync),
        WithText("cancel", Reason("why it was none"), "Ends an incident that was none", desk.CancelAsync),
        Plain("status", "Shows the incident as it stands", desk.StatusAsync, Permissions.Observe),
        Plain("follow", "Tells you alone when its severity changes, how it stands and how it ends", desk.FollowAsync, Permissions.Observe),
        Plain("unfollow", "Ends that", desk.UnfollowAsync, Permissions.Observe),
        Plain("catchup", "Tells you what has happened since you were last there", desk.CatchUpAsync, Permissions.Observe),
        new("/incident list", IncidentFilters.Parameters, "Lists open incidents, or all of them, newest first", Permissions.Observe, ListAsync)
        {
            ReadsItsWords = true,
        },
        new("/incident timeline", [Known.Incident, Before], "Shows what happened, with the numbers that summaries cite", Permissions.Observe, TimelineAsync),
        WithText("note", Words("text", "what happened", "the queue is growing"), "Adds to the timeline",
            (request, number, text, ct) => desk.NoteAsync(request, number, text ?? "", ct), Permissions.Observe),
        .. new EntryCommands(desk, ledger).Table,
        WithText(
            "update",
            Words("text", "how things stand", "publishing works again"),
            "Tells everybody in the incident's channel how things stand",
            desk.UpdateAsync),
        WithText(
            "ask-update",
            Known.Text("question", "what you want to know, where it is something of its own", "is checkout back?"),
            "Asks whoever has the incident how it stands; you are told of the answer",
            desk.AskUpdateAsync,
            Permissions.Observe),
        new SnoozeCommand(desk).Entry,
        WithText(
            "cause",
            Words("cause", "why it happened", "a deployment without a limit filled the cache") with { Required = true, AskedLater = true },
            "Says why it happened; counts before what was read",
            desk.CauseAsync),
        new ImpactCommand(desk, ledger).Entry,
        new ImpactBeganCommand(desk, ledger).Entry,
        .. new TaskCommands(desk, identities, ledger).Table,
        new("/incident uncheck", [Known.Incident, Check, Why], "Takes a read that had seen something wrong out of the checks", Permissions.Respond,
            (context, ct) => desk.UnwatchAsync(
                context.Request,
                context.Arguments.NumberOf(Known.Incident),
                CheckOf(context[Check])!.Value,
                context.Find(Why),
                ct)),
        new("/incident assign", [Known.Incident, assignee], "Says whose incident it is", Permissions.Respond, AssignAsync),
        new("/incident handover", [Known.Incident, assignee], "Offers the incident to somebody, with all that they have to know", Permissions.Respond,
            HandoverAsync),
        Plain("takeover", "Takes the incident that somebody hands over to you", desk.TakeOverAsync),
        new("/incident invite", [Known.Incident, assignee], "Lets somebody see a private incident", Permissions.Respond, InviteAsync),
        new("/incident role", [Known.Incident, Role, InRole], "Gives somebody a role", Permissions.Respond, RoleAsync),
        new("/incident severity", [Known.Incident, Severity], "Changes the severity", Permissions.Respond,
            (context, ct) => desk.SeverityAsync(context.Request, context.Arguments.NumberOf(Known.Incident), SeverityOf(context[Severity]), ct)),
        WithText("bridge", Channel, "Makes the incident live in a channel of another platform as well", desk.BridgeAsync),
        WithText("unbridge", Channel, "Ends a bridge: the incident is no longer live in that channel", desk.UnbridgeAsync),
        new SummaryCommands(desk, summaries).Summary,
        new SummaryCommands(desk, summaries).Learned,
        WithText("override", Reason("why to go on"), "Asks a second person for leave to go on although the checks fail", desk.OverrideAsync),
        WithText("approve", Code, "Approves an override that somebody else asked for", desk.ApproveOverrideAsync, Permissions.Approve),
        WithText("reject", Code, "Rejects an override", desk.RejectOverrideAsync, Permissions.Approve),
    ];

    private static Parameter Channel { get; } = Known.Text("channel", "as the configuration names it; left out where there is only one", "war-room");

    private static Parameter Code { get; } = Known.Text(
        "code",
        "the code of the override, as its message shows it",
        "7c1e2d49") with
    { Required = true, AskedLater = true };

    private static Parameter Time(string name, string help, string example) => new(name, help, example)
    {
        Notation = $"{name}=time",
        Named = true,
        Check = word => PointInTime.TryRead(word) is null ? PointInTime.Expected(word) : null,
    };

    private static Parameter Reason(string help) => Words("reason", help, "seen it before");

    private static Parameter Words(string name, string help, string example) =>
        Known.Text(name, help, example) with { Required = true, AskedLater = true, Form = AsksWithForm.WhenMissing };

    private static Command Plain(string verb, string help, Func<Request, int?, CancellationToken, Task<Answer>> run, Permissions needs = Permissions.Respond) =>
        new($"/incident {verb}", [Known.Incident], help, needs, (context, ct) => run(context.Request, context.Arguments.NumberOf(Known.Incident), ct));

    private static Command WithText(
        string verb, Parameter text, string help, Func<Request, int?, string?, CancellationToken, Task<Answer>> run, Permissions needs = Permissions.Respond) =>
        new($"/incident {verb}", [Known.Incident, text], help, needs,
            (context, ct) => run(context.Request, context.Arguments.NumberOf(Known.Incident), context.Find(text), ct));

    private Task<Answer> OpenAsync(CommandContext context, CancellationToken ct)
    {
        // What sets it off from the severity before it: "P1 - the cache is down".
        var title = (context.Find(Title) ?? "").TrimStart(' ', ':', '-', '–', '—');
        var severity = context.Find(Known.Severity) is { } named ? SeverityOf(named) : Opening.UsualSeverity;

        // A title that is quoted as a whole is meant without the quotes.
        var opening = new Opening(severity, CommandReader.Split(title) is [var whole] ? whole : title, context.Find(target))
        {
            IsUsual = !context.Arguments.Has(Known.Severity),
            Kind = context.Find(Kind) is { } kind ? Enum.Parse<IncidentKind>(kind, ignoreCase: true) : IncidentKind.Real,
            IsPrivate = context.Arguments.Has(Private),
            From = context.Find(From) is { } from ? PointInTime.TryRead(from) : null,
            Until = context.Find(Until) is { } until ? PointInTime.TryRead(until) : null,
        };
        return desk.OpenAsync(context.Request, opening, ct);
    }

    private async Task<Answer> ListAsync(CommandContext context, CancellationToken ct)
    {
        var named = IncidentFilters.NamedPerson(context) is { } word ? await identities.FindAsync(word, context.Request.ReplyTo.To, ct) : null;
        return await (IncidentFilters.Read(context, people, named?.Id, desk.TargetNames) switch
        {
            { Query: { } query } read => desk.ListAsync(context.Request, query, read.Typed, ct),
            var wrong => ledger.AnswerAsync(context.Request, HelpCard.ForUsage(wrong.Fault!, context.Command, wrong.Hint), ct),
        });
    }

    private Task<Answer> TimelineAsync(CommandContext context, CancellationToken ct)
    {
        var number = context.Arguments.NumberOf(Known.Incident);
        return context.Find(Before) is not { } typed ? desk.TimelineAsync(context.Request, number, null, ct)
            : IncidentFilters.TryReadEvent(typed, out var before) ? desk.TimelineAsync(context.Request, number, before, ct)
            : ledger.AnswerAsync(context.Request, HelpCard.ForUsage($"'{typed}' is no event.", context.Command, Before.Hint), ct);
    }

    private static int? CheckOf(string word) => Known.Numbered('c', word);

    private async Task<Answer> AssignAsync(CommandContext context, CancellationToken ct) => await FindAsync(context[assignee], context, ct) is { } person
        ? await desk.AssignAsync(context.Request, context.Arguments.NumberOf(Known.Incident), person, ct)
        : await AskWhoAsync(context[assignee], context, ct);

    private async Task<Answer> HandoverAsync(CommandContext context, CancellationToken ct) => await FindAsync(context[assignee], context, ct) is { } person
        ? await desk.HandoverAsync(context.Request, context.Arguments.NumberOf(Known.Incident), person, ct)
        : await AskWhoAsync(context[assignee], context, ct);

    private async Task<Answer> InviteAsync(CommandContext context, CancellationToken ct) => await FindAsync(context[assignee], context, ct) is { } person
        ? await desk.InviteAsync(context.Request, context.Arguments.NumberOf(Known.Incident), person, ct)
        : await AskWhoAsync(context[assignee], context, ct);

    private async Task<Answer> RoleAsync(CommandContext context, CancellationToken ct) => await FindAsync(context[InRole], context, ct) is { } person
        ? await desk.RoleAsync(
            context.Request,
            context.Arguments.NumberOf(Known.Incident),
            Enum.Parse<IncidentRole>(context[Role], ignoreCase: true),
            person,
            ct)
        : await AskWhoAsync(context[InRole], context, ct);

    private Task<Person?> FindAsync(string word, CommandContext context, CancellationToken ct) => identities.FindAsync(word, context.Request.ReplyTo.To, ct);

    private static Severity SeverityOf(string name) => Enum.Parse<Severity>(name);

    private Task<Answer> AskWhoAsync(string typed, CommandContext context, CancellationToken ct) =>
        ledger.AnswerAsync(context.Request, HelpCard.ForUsage($"Nobody here is called '{typed}'.", context.Command, assignee.Hint), ct);
}
