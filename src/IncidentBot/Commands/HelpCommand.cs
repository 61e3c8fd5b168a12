using IncidentBot.Actions;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary><c>/help</c>: in an incident's channel what makes sense next, in this state and for this person; elsewhere what there is.</summary>
public sealed class HelpCommand(IncidentFinder incidents, ILedger ledger, Lazy<CommandReader> reader)
{
    private static readonly Parameter Topic = Known.Text("command", "a command, for its details", "/redis ping");

    public IEnumerable<Command> Table => [new("/help", [Topic], "Shows what can be typed, and what makes sense now", Permissions.Observe, HelpAsync)];

    private async Task<Answer> HelpAsync(CommandContext context, CancellationToken ct)
    {
        var answer = context.Find(Topic) is { } topic
            ? ForTopic(topic.StartsWith('/') ? topic : "/" + topic, context.Request.By)
            : Answer.Done(await OverviewAsync(context.Request, ct));
        return await ledger.AnswerAsync(context.Request, answer, ct);
    }

    private Answer ForTopic(string topic, Person by) => reader.Value.Read(topic) switch
    {
        CommandReading.Found { Command: var command } => Answer.Done(Card.Say(
            command.Usage,
            [
                command.Help,
                .. command.IsFor(by) ? Array.Empty<string>() : [$"It takes the permission {HelpCard.In(command.Needs)}, which you do not have.{by.WhyLess}"],
            ])),
        CommandReading.Overview overview => Answer.Done(HelpCard.ForRoot(overview.Root, overview.Commands, by)),
        CommandReading.Unknown unknown => HelpCard.ForUnknown(unknown),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<Card> OverviewAsync(Request request, CancellationToken ct)
    {
        var roots = new CardBlock.Fields(
            [.. reader.Value.All.Where(command => command.IsFor(request.By)).GroupBy(command => command.Root).Select(group => new CardField(
                group.Key,
                string.Join(", ", group.Select(command => command.Name[group.Key.Length..].Trim()).Where(verb => verb.Length > 0)) is { Length: > 0 } verbs
                    ? verbs
                    : group.First().Help))]);
        if (await incidents.SubjectOfAsync(request.By, request.Channel, ct) is not { } incident)
        {
            return new Card("What you can type")
            {
                Blocks =
                [
                    roots,
                    .. HelpCard.Hidden(reader.Value.All, request.By),
                    new CardBlock.Text("Type /help and a command for its details: /help redis ping"),
                ],
                Buttons = [.. new[] { new CardButton("Ping Redis", "/redis ping"), IncidentButtons.Open, new CardButton("List incidents", "/incident list") }
                    .Where(button => MayPress(request.By, button))],
            };
        }

        var next = IncidentButtons.For(incident).Where(button => MayPress(request.By, button)).ToList();
        return new Card($"{incident.Label} is {incident.State}. What makes sense now")
        {
            Blocks =
            [
                new CardBlock.Fields(
                    [.. next.Where(button => button.Form is not ButtonForm.Needed).Select(button => new CardField(button.Label, button.Command))]),
                .. request.By.May(Permissions.Respond)
                    ? Array.Empty<CardBlock>()
                    : [new CardBlock.Text($"{request.By.Name}, you may look and add notes; stepping the incident takes the Respond permission.")],
                roots,
            ],
            Buttons = next,
        };
    }

    private bool MayPress(Person person, CardButton button) => reader.Value.Read(button.Command) is CommandReading.Found found && found.Command.IsFor(person);
}
