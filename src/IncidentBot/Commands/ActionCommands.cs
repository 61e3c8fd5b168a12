using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary>One command per action of the catalogue, <c>/redis ping</c> for <c>redis.ping</c>, and <c>/run ACTION</c> for any of them.</summary>
public sealed class ActionCommands(
    ActionCatalogue actions,
    ActionCallReader calls,
    AuditedReader reads,
    RunRequests requests,
    IncidentDesk desk,
    IncidentFinder incidents,
    ILedger ledger)
{
    public IEnumerable<Command> All => actions.All
        .Select(action => new Command(
            $"/{action.Definition.Id.System} {action.Definition.Id.Verb}",
            ActionCallReader.Usage(action.Definition)[$"/{action.Definition.Id.System} {action.Definition.Id.Verb} ".Length..],
            action.Definition.Help,
            (context, ct) => RunAsync(context, action.Definition.Id.Value, context.Words, ct))
        {
            Needs = action is IObserveAction ? Permissions.Observe : Permissions.Respond,
        })
        .Append(new Command("/run", "<action> [arguments] [on <target>]", "Runs an action by its full name, such as redis.ping", RunByNameAsync));

    private Task RunByNameAsync(CommandContext context, CancellationToken ct)
    {
        var name = context.Words.Count > 0 ? context.Words[0] : "";
        return actions.Find(name) is null
            ? ledger.AnswerAsync(context.Request, HelpCard.ForUsage(name.Length == 0 ? "Which action?" : $"There is no action '{name}'.", context.Command, $"Actions: {string.Join(", ", actions.All.Select(action => action.Definition.Id))}"), ct)
            : RunAsync(context, name, [.. context.Words.Skip(1)], ct);
    }

    private async Task RunAsync(CommandContext context, string actionId, IReadOnlyList<string> words, CancellationToken ct)
    {
        var incident = await incidents.ActiveInAsync(context.Request.Channel, ct);
        switch (calls.Read(actionId, words, incident?.Target))
        {
            case ActionReading.Wrong wrong:
                await ledger.AnswerAsync(context.Request, new Card(wrong.Fault) { Tone = Tone.Warning, Blocks = [new CardBlock.Text(wrong.Hint)] }, ct);
                break;

            case ActionReading.Ok { Call: var call } when actions.Find(actionId) is IObserveAction:
                await ReadAsync(context.Request, call, incident, ct);
                break;

            case ActionReading.Ok { Call: var call }:
                await requests.RequestAsync(context.Request, call, incident?.Id, incident?.Channel ?? context.Request.Channel, ct);
                break;
        }
    }

    private async Task ReadAsync(Request request, ActionCall call, Incident? incident, CancellationToken ct)
    {
        var report = await reads.ReadAsync(call, request.By.Id, ct);
        if (incident is null)
        {
            await ledger.AnswerAsync(request, ReportCard.Draw(call, report, request.Key), ct);
        }
        else
        {
            await desk.RecordFindingAsync(request, incident.Id, call, report, ct);
        }
    }
}
