using System.Diagnostics;
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
    ILedger ledger,
    TimeProvider time)
{
    /// <summary>Runs any of them.</summary>
    public const string ByName = "/run";

    private static readonly Parameter Name = new("action", "the full name of an action", "redis.ping") { Required = true };
    private static readonly Parameter Given =
        new("arguments", "what the action takes, in order or as name=value", "rl:*") { Kind = ParameterKind.Words, TakesRest = true };

    public IEnumerable<Command> Table => actions.All
        .Select(action => new Command(
            $"/{action.Definition.Id.System} {action.Definition.Id.Verb}",
            [.. action.Definition.Parameters, ActionCallReader.Target],
            action.Definition.Help,
            action is IObserveAction ? Permissions.Observe : Permissions.Respond,
            (context, ct) => RunAsync(context, action.Definition.Id.Value, context.Words, ct))
        {
            ReadsItsWords = true,
            Action = action.Definition.Id.Value,
            NotYet = calls.WhyNotYet(action.Definition.Id.System),
            Then = Then(action.Definition.Risk),
        })
        .Append(new Command(
            ByName,
            [Name, Given, ActionCallReader.Target],
            "Runs an action by its full name, such as redis.ping",
            Permissions.Observe,
            RunByNameAsync)
        { ReadsItsWords = true, MayChange = true });

    private static string Then(Risk risk) => risk switch
    {
        Risk.Observe => "It only reads, and at once.",
        Risk.Change => "It is planned first; whoever asked confirms the plan before anything changes.",
        _ => "It removes something for good. It is planned first, and a second person approves the plan before anything changes.",
    };

    private Task<Answer> RunByNameAsync(CommandContext context, CancellationToken ct)
    {
        var name = context.Words.Count > 0 ? context.Words[0] : "";
        return actions.Find(name) is null
            ? ledger.AnswerAsync(context.Request, HelpCard.ForUsage(
                name.Length == 0 ? "Which action?" : $"There is no action '{name}'.",
                context.Command,
                $"Actions: {string.Join(", ", actions.All.Select(action => action.Definition.Id).Where(id => calls.WhyNotYet(id.System) is null))}"), ct)
            : RunAsync(context, name, [.. context.Words.Skip(1)], ct);
    }

    private async Task<Answer> RunAsync(CommandContext context, string actionId, IReadOnlyList<string> words, CancellationToken ct)
    {
        var request = context.Request;
        var incident = await incidents.ActiveInAsync(request.By, request.Channel, ct);
        return calls.Read(actionId, words, incident?.Target.Name) switch
        {
            ActionReading.Wrong wrong => await ledger.AnswerAsync(request, Answer.Wrong(wrong.Fault, wrong.Hint), ct),
            ActionReading.Ok read when actions.Find(actionId) is IObserveAction => await ReadAsync(request, read.Call, incident, ct),
            ActionReading.Ok { Call: var call } => await requests.RequestAsync(request, call, incident?.Id, incident?.Channel ?? request.Channel, ct),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<Answer> ReadAsync(Request request, ActionCall call, Incident? incident, CancellationToken ct)
    {
        var forOne = actions.Find(call.Action.Value)!.Definition.ShowsOthersData(call);
        if (forOne && !request.By.May(Permissions.Respond))
        {
            return await ledger.AnswerAsync(
                request,
                request.Refuse(
                    time.GetUtcNow(),
                    reads.SubjectOf(call),
                    $"{call.Action} shows other people's data with this argument, which takes the permission Respond.",
                    $"Without it you see what everybody may see.{request.By.WhyLess}"),
                ct);
        }

        var report = await reads.ReadAsync(call, request.By.Id, ct, forOne);

        // A finding is read by everybody in the incident's channel.
        return incident is null || forOne
            ? await ledger.AnswerAsync(request, Answer.Done(ReportCard.Draw(call, report, request.Key)), ct)
            : await desk.RecordFindingAsync(request, incident.Id, call, report, ct);
    }
}
