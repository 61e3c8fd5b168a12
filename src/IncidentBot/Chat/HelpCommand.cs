using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Chat;

/// <summary><c>/help</c>: in an incident's channel what makes sense next, in this state and for this person; elsewhere what there is.</summary>
public sealed class HelpCommand(IncidentFinder incidents, ILedger ledger, Lazy<CommandReader> reader)
{
    public IEnumerable<Command> All => [new("/help", "[command]", "Shows what can be typed, and what makes sense now", HelpAsync)];

    private async Task HelpAsync(CommandContext context, CancellationToken ct)
    {
        var card = context.Words is [var topic, ..]
            ? ForTopic(topic.StartsWith('/') ? context.Rest : "/" + context.Rest)
            : await OverviewAsync(context.Request, ct);
        await ledger.AnswerAsync(context.Request, card, ct);
    }

    private Card ForTopic(string topic) => reader.Value.Read(topic) switch
    {
        CommandReading.Found found => new Card(found.Command.Usage) { Blocks = [new CardBlock.Text(found.Command.Help)] },
        CommandReading.Overview overview => HelpCard.ForRoot(overview.Root, overview.Commands),
        CommandReading.Unknown unknown => HelpCard.ForUnknown(unknown),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<Card> OverviewAsync(Request request, CancellationToken ct)
    {
        var roots = new CardBlock.Fields([.. reader.Value.All.GroupBy(command => command.Root).Select(group => new CardField(group.Key, string.Join(", ", group.Select(command => command.Name[group.Key.Length..].Trim()).Where(verb => verb.Length > 0)) is { Length: > 0 } verbs ? verbs : group.First().Help))]);
        if (await incidents.SubjectOfAsync(request.Channel, ct) is not { } incident)
        {
            return new Card("What you can type")
            {
                Blocks = [roots, new CardBlock.Text("Type /help and a command for its details: /help redis clear-cache")],
                Buttons = [.. new[] { new CardButton("Ping Redis", "/redis ping"), new CardButton("Open an incident", "/incident open") { Form = ButtonForm.Needed }, new CardButton("List incidents", "/incident list") }.Where(button => reader.Value.Read(button.Command) is CommandReading.Found)],
            };
        }

        var next = IncidentButtons.For(incident).Where(button => button.Form is not ButtonForm.Needed).ToList();
        return new Card($"{incident.Label} is {incident.State}. What makes sense now")
        {
            Blocks =
            [
                new CardBlock.Fields([.. next.Select(button => new CardField(button.Label, button.Command))]),
                .. request.By.May(Permissions.Respond) ? Array.Empty<CardBlock>() : [new CardBlock.Text($"{request.By.Name}, you may look and add notes; stepping the incident takes the Respond permission.")],
                roots,
            ],
            Buttons = [.. request.By.May(Permissions.Respond) ? next : []],
        };
    }
}
