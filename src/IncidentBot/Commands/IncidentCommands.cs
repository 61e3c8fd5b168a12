using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary><c>/incident</c>. Each verb may name the incident first (<c>INC-7</c>); without that it means the one of the channel.</summary>
public sealed class IncidentCommands(IncidentDesk desk, PeopleDirectory people, Identities identities, ILedger ledger)
{
    public IEnumerable<Command> All =>
    [
        new("/incident open", "[P0|P1|P2] [runbook] <title> [on <target>]", "Opens an incident and reads its target at once", OpenAsync),
        Plain("ack", "Takes the incident", desk.AcknowledgeAsync),
        Plain("assess", "Reads the target and posts the finding", desk.AssessAsync),
        WithText("mitigate", "[reason]", "Goes on to mitigation; takes a reason when nothing was found yet", desk.MitigateAsync),
        Plain("verify", "Runs the checks; when all pass, the soak begins", desk.VerifyAsync),
        Plain("resolve", "Ends the incident after a clean soak", desk.ResolveAsync),
        WithText("reopen", "<reason>", "Takes a resolved, closed or cancelled incident up again", desk.ReopenAsync),
        Plain("close", "Closes a resolved incident and anchors the audit", desk.CloseAsync),
        WithText("cancel", "[reason]", "Ends an incident that was none", desk.CancelAsync),
        Plain("status", "Shows the incident as it stands", desk.StatusAsync, Permissions.Observe),
        new("/incident list", "[all]", "Lists open incidents, or all of them", (context, ct) => desk.ListAsync(context.Request, openOnly: !context.Words.Contains("all", StringComparer.OrdinalIgnoreCase), ct)),
        Plain("timeline", "Shows what happened, with the numbers that summaries cite", desk.TimelineAsync, Permissions.Observe),
        WithText("note", "<text>", "Adds to the timeline", (request, number, text, ct) => desk.NoteAsync(request, number, text ?? "", ct), Permissions.Observe),
        WithText("update", "<text>", "Tells everybody in the incident's channel how things stand", desk.UpdateAsync),
        new("/incident assign", "[INC-n] <person>", "Says whose incident it is", AssignAsync) { Needs = Permissions.Respond },
        new("/incident role", "[INC-n] <commander|scribe|liaison> <person>", "Gives somebody a role", RoleAsync) { Needs = Permissions.Respond },
        new("/incident severity", "[INC-n] <P0|P1|P2>", "Changes the severity", SeverityAsync) { Needs = Permissions.Respond },
        WithText("bridge", "[channel]", "Makes the incident live in a channel of another platform as well", desk.BridgeAsync),
        WithText("unbridge", "[channel]", "Ends a bridge: the incident is no longer live in that channel", desk.UnbridgeAsync),
        Plain("summary", "Writes the summary for managers", desk.SummaryAsync, Permissions.Observe),
        WithText("override", "<reason>", "Asks a second person for leave to go on although the checks fail", desk.OverrideAsync),
        WithText("approve", "<code>", "Approves an override that somebody else asked for", desk.ApproveOverrideAsync, Permissions.Approve),
        WithText("reject", "<code>", "Rejects an override", desk.RejectOverrideAsync, Permissions.Approve),
    ];

    private static Command Plain(string verb, string help, Func<Request, int?, CancellationToken, Task<Answer>> run, Permissions needs = Permissions.Respond) =>
        new($"/incident {verb}", "[INC-n]", help, (context, ct) => run(context.Request, Number(context, out _, out _), ct)) { Needs = needs };

    private static Command WithText(string verb, string argument, string help, Func<Request, int?, string?, CancellationToken, Task<Answer>> run, Permissions needs = Permissions.Respond) =>
        new($"/incident {verb}", $"[INC-n] {argument}", help, (context, ct) =>
        {
            var number = Number(context, out _, out var rest);
            return run(context.Request, number, rest.Length > 0 ? rest : null, ct);
        })
        {
            Needs = needs,
        };

    private Task<Answer> OpenAsync(CommandContext context, CancellationToken ct)
    {
        var title = context.Rest;
        var severity = Severity.P1;
        if (context.Words is [var first, ..] && TryReadSeverity(first, out var named))
        {
            severity = named;
            title = CommandReader.After(title, 1);
        }

        string? target = null;
        if (context.Words.Count > 2 && context.Words[^2].Equals("on", StringComparison.OrdinalIgnoreCase) && desk.KnowsTarget(context.Words[^1]))
        {
            target = context.Words[^1];
            title = CommandReader.Before(title, 2);
        }

        // A title that is quoted as a whole is meant without the quotes.
        return desk.OpenAsync(context.Request, severity, CommandReader.Split(title) is [var whole] ? whole : title, target, ct);
    }

    private async Task<Answer> AssignAsync(CommandContext context, CancellationToken ct)
    {
        var number = Number(context, out var words, out _);
        return await (words is [var mention] && await FindAsync(mention, context, ct) is { } person
            ? desk.AssignAsync(context.Request, number, person, ct)
            : AskWhoAsync(context, ct));
    }

    private async Task<Answer> RoleAsync(CommandContext context, CancellationToken ct)
    {
        var number = Number(context, out var words, out _);
        if (words is not [var name, var mention] || !name.All(char.IsAsciiLetter) || !Enum.TryParse<IncidentRole>(name, ignoreCase: true, out var role))
        {
            return await ledger.AnswerAsync(context.Request, HelpCard.ForUsage("Which role, and who?", context.Command), ct);
        }

        return await (await FindAsync(mention, context, ct) is { } person
            ? desk.RoleAsync(context.Request, number, role, person, ct)
            : AskWhoAsync(context, ct));
    }

    /// <summary>Whoever is mentioned by an account that nobody lists may have linked it, or has a name that their platform knows.</summary>
    private async Task<Person?> FindAsync(string mention, CommandContext context, CancellationToken ct)
    {
        var found = people.FindMention(mention, context.Request.ReplyTo.To);
        return found is { Listed: false, Accounts: [var account, ..] } ? await identities.ResolveAsync(account, found.Id.Name ?? account.UserId, ct) : found;
    }

    private Task<Answer> SeverityAsync(CommandContext context, CancellationToken ct)
    {
        var number = Number(context, out var words, out _);
        return words is [var text] && TryReadSeverity(text, out var severity)
            ? desk.SeverityAsync(context.Request, number, severity, ct)
            : ledger.AnswerAsync(context.Request, HelpCard.ForUsage("Which severity?", context.Command, "P0 is down, P1 degraded, P2 partly wrong."), ct);
    }

    /// <summary>By name only: to <c>Enum.TryParse</c> the title <c>42 errors in checkout</c> would begin with a severity.</summary>
    private static bool TryReadSeverity(string text, out Severity severity)
    {
        severity = default;
        return text.Length == 2 && char.IsAsciiLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out severity);
    }

    private Task<Answer> AskWhoAsync(CommandContext context, CancellationToken ct) =>
        ledger.AnswerAsync(context.Request, HelpCard.ForUsage("Who?", context.Command, $"People: {string.Join(", ", people.All.Select(person => $"@{person.Id}"))}"), ct);

    /// <summary>Takes <c>INC-7</c> off the front, when it is there.</summary>
    private static int? Number(CommandContext context, out IReadOnlyList<string> words, out string rest)
    {
        if (context.Words is [var first, ..] && IncidentFinder.TryReadNumber(first, "INC", out var number))
        {
            words = [.. context.Words.Skip(1)];
            rest = CommandReader.After(context.Rest, 1);
            return number;
        }

        (words, rest) = (context.Words, context.Rest);
        return null;
    }
}
