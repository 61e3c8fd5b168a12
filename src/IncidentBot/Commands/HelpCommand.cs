using IncidentBot.Actions;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary>
/// <c>/help</c>: by situation, and in an incident's channel what makes sense next, for this person. <c>/help all</c> has everything, and
/// <c>/help redis ping</c> the details of one command.
/// </summary>
public sealed class HelpCommand(IncidentFinder incidents, ILedger ledger, TargetCatalogue targets, Lazy<CommandReader> reader)
{
    public const string Name = "/help";
    public const string All = "all";

    private static readonly Parameter Topic = Known.Text("command", "a command, for its details; or all, for every one there is", "/redis ping");

    private static readonly (string Situation, string[] Commands)[] Always =
    [
        ("An incident is on", ["/incident open", "/incident status", "/incident update", "/runbook match"]),
        ("Look back", ["/incident list", "/incident timeline", "/incident summary"]),
        ("Set up", ["/runbook list", "/link"]),
        ("Rehearse", ["/gameday list", "/gameday start"]),
    ];

    public IEnumerable<Command> Table => [new(Name, [Topic], "Shows what can be typed, and what makes sense now", Permissions.Observe, HelpAsync)];

    private async Task<Answer> HelpAsync(CommandContext context, CancellationToken ct)
    {
        var by = context.Request.By;
        var answer = context.Find(Topic) switch
        {
            null => Answer.Done(await OverviewAsync(context.Request, ct)),
            var topic when topic.Equals(All, StringComparison.OrdinalIgnoreCase) => Answer.Done(Everything(by)),
            var topic => ForTopic(topic.StartsWith('/') ? topic : "/" + topic, by),
        };
        return await ledger.AnswerAsync(context.Request, answer, ct);
    }

    private Answer ForTopic(string topic, Person by) => reader.Value.Read(topic) switch
    {
        CommandReading.Found { Command: var command } => Answer.Done(HelpCard.ForCommand(command, by)),
        CommandReading.Overview overview => Answer.Done(HelpCard.ForRoot(overview.Root, overview.Commands, by)),
        CommandReading.Unknown unknown => HelpCard.ForUnknown(unknown with { Rest = "" }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Card Everything(Person by) => new("Everything you can type")
    {
        Blocks =
        [
            new CardBlock.Fields(
                [.. reader.Value.Offered.Where(command => command.IsFor(by)).GroupBy(command => command.Root).Select(group => new CardField(
                    group.Key,
                    string.Join(", ", group.Select(command => command.Name[group.Key.Length..].Trim()).Where(verb => verb.Length > 0)) is { Length: > 0 } verbs
                        ? verbs
                        : group.First().Help))]),
            .. HelpCard.Hidden(reader.Value.Offered, by),
            new CardBlock.Text("Type /help and a command for its details: /help redis ping"),
        ],
    };

    private async Task<Card> OverviewAsync(Request request, CancellationToken ct)
    {
        var by = request.By;
        var incident = await incidents.SubjectOfAsync(by, request.Channel, ct);
        var next = incident is null ? [] : IncidentButtons.For(incident).Where(button => MayPress(by, button)).ToList();
        CardField[] now = [.. next.Where(button => button.Form is not ButtonForm.Needed).Select(button => new CardField(button.Label, button.Command))];
        CardField[] situations = [.. Looks(by), .. incident is null ? Always.SelectMany(row => Row(row.Situation, row.Commands, by)) : []];
        return new Card(incident is null ? "What you can type" : $"{incident.Label} is {incident.State}. What makes sense now")
        {
            Blocks =
            [
                .. new[] { now, situations }.Where(rows => rows.Length > 0).Select(rows => new CardBlock.Fields(rows)),
                .. incident is null ? HelpCard.Hidden(reader.Value.Offered, by) : Only(by),
                new CardBlock.Text("Everything: /help all. One command, with an example: /help redis ping"),
            ],
            Buttons = incident is not null ? next
                : [.. new[] { new CardButton("Ping Redis", "/redis ping"), IncidentButtons.Open, new CardButton("List incidents", "/incident list") }
                    .Where(button => MayPress(by, button))],
        };
    }

    private static IEnumerable<CardBlock> Only(Person by) => by.May(Permissions.Respond)
        ? []
        : [new CardBlock.Text($"{by.Name}, you may look and add notes; stepping the incident takes the Respond permission.")];

    /// <summary>The first reads of what there are targets of, by what people notice.</summary>
    private IEnumerable<CardField> Looks(Person by) => targets.Kinds
        .GroupBy(kind => kind.Situation)
        .SelectMany(kinds => Row(kinds.Key, [.. kinds.SelectMany(kind => kind.Looks.Select(verb => $"/{kind.System} {verb}"))], by));

    /// <summary>Nothing where there is none of its commands for them.</summary>
    private IEnumerable<CardField> Row(string situation, IReadOnlyList<string> names, Person by)
    {
        var there = names.Where(name => reader.Value.Offered.Any(command => command.Name == name && command.IsFor(by))).ToList();
        return there.Count > 0 ? [new CardField(situation, string.Join(", ", there))] : [];
    }

    private bool MayPress(Person person, CardButton button) =>
        reader.Value.Read(button.Command) is CommandReading.Found { Command: { NotYet: null } command } && command.IsFor(person);
}
