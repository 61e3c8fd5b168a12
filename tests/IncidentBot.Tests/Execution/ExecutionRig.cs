using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Rounds;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Tests.Execution;

/// <summary>The executor over the in-memory store, with one action.</summary>
internal sealed class ExecutionRig
{
    public ExecutionRig(FakeChange? action = null, ExecutionPolicy? policy = null, params FakeChange[] others)
    {
        Action = action ?? new FakeChange();
        Policy = policy ?? new ExecutionPolicy { Heartbeat = TimeSpan.FromMilliseconds(5) };
        var catalogue = new ActionCatalogue([Action, .. others]);
        var redactor = new Redactor(["hunter2secret"]);
        var planner = new Planner(redactor, Policy);
        var lookup = new Lookup(Store.Incidents, Store.Runs);
        var decisions = new RunDecisions(Store, lookup, Time);
        Requests = new RunRequests(catalogue, new TargetCatalogue(Targets), planner, redactor, Store, Store.Runs, decisions, Some.People, Policy, Time);
        Approvals = new RunApprovals(decisions, Store.Runs, Some.People, redactor, Policy, StepUp.None, Time);
        Settlement = new RunSettlement(catalogue, Store, Store.Runs, decisions, Some.People, redactor, Policy, Time);
        Executor = new ActionExecutor(catalogue, planner, redactor, Store, Store.Runs, lookup, Store.Schedule, Some.People, Policy, Time, "replica-1");
        Abandoned = new AbandonedRuns(Store.Runs, Store, Time);
        Asking = new ApprovalRound(Store, Store.Runs, Store.Incidents, Some.People, new RunCard(Some.People, StepUp.None), Time);
    }

    /// <summary>A Redis that holds queues too, and a host that only has the same name.</summary>
    private static IReadOnlyList<Target> Targets { get; } =
    [
        new Target("primary", "redis", "10.0.0.1:6379"),
        new Target("primary", "queue", "10.0.0.1:6379") { Lock = "redis primary" },
        new Target("primary", "host", "10.0.0.9"),
    ];

    public InMemoryStore Store { get; } = new();
    public FakeTimeProvider Time { get; } = new(Some.Night);
    public FakeChange Action { get; }
    public ExecutionPolicy Policy { get; }
    public RunRequests Requests { get; }
    public RunApprovals Approvals { get; }
    public RunSettlement Settlement { get; }
    public ActionExecutor Executor { get; }
    public AbandonedRuns Abandoned { get; }
    public ApprovalRound Asking { get; }

    /// <summary>Looks as often as it takes until a lease that does not move is lost.</summary>
    public async Task<int> SweepAsync()
    {
        var found = 0;
        for (var look = 0; look <= AbandonedRuns.Looks; look++)
        {
            found += await Abandoned.SweepAsync(default);
        }

        return found;
    }

    public async Task<Run> RequestAsync(Person by, IncidentId? incident = null, string? action = null)
    {
        var known = await NewestNumberAsync();
        await Requests.RequestAsync(
            Some.Request(by),
            FakeChange.Call with { Action = new ActionId(action ?? FakeChange.Call.Action.Value) },
            incident,
            Some.Channel,
            TestContext.Current.CancellationToken);
        return (await Store.Runs.FindAsync(known + 1, default))!;
    }

    public async Task<Run> ApprovedAsync(string? action = null)
    {
        var run = await RequestAsync(Some.Ada, action: action);
        await Approvals.ApproveAsync(Some.Request(Some.Grace), run.Number, run.ShortHash, default);
        return await ReadAsync(run);
    }

    public async Task<Run> ReadAsync(Run run) => (await Store.Runs.FindAsync(run.Id, default))!;

    /// <summary>Carries out everything that is due, as the schedule's worker would.</summary>
    public async Task WorkAsync()
    {
        while (await Store.Schedule.ClaimAsync(Time.GetUtcNow(), Time.GetUtcNow() + TimeSpan.FromMinutes(1), default) is { } item)
        {
            await (item.Appointment.Kind == AppointmentKind.Execute ? Executor.ExecuteAsync(item, default)
                : item.Appointment.Kind == AppointmentKind.Expire ? Executor.ExpireAsync(item, default)
                : Asking.CarryOutAsync(item, default));
        }
    }

    public IEnumerable<AuditKind> AuditKinds() => Store.Audit.AllAsync(new AuditQuery(), default).ToBlockingEnumerable()
        .Select(record => Enum.Parse<AuditKind>(System.Text.Json.JsonDocument.Parse(record.Body).RootElement.GetProperty("kind").GetString()!));

    public string LastAnswer() => Store.Said.OfType<Outgoing.Reply>().Last().Card is var card ? PlainText.Render(card) : "";

    private async Task<int> NewestNumberAsync()
    {
        var number = 0;
        while (await Store.Runs.FindAsync(number + 1, default) is not null)
        {
            number++;
        }

        return number;
    }
}
