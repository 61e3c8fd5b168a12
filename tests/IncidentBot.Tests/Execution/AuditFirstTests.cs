using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Execution;
using IncidentBot.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Tests.Execution;

/// <summary>Invariant 1: what cannot be audited does not run, and refusals are audited too.</summary>
public sealed class AuditFirstTests
{
    [Fact]
    public async Task Nothing_is_planned_while_the_audit_is_down()
    {
        var rig = new ExecutionRig();
        rig.Store.FailCommits = true;

        await Assert.ThrowsAsync<IOException>(() => rig.Requests.RequestAsync(Some.Request(Some.Ada), FakeChange.Call, null, Some.Channel, default));

        Assert.Equal(0, rig.Action.Plans);
    }

    [Fact]
    public async Task Nothing_is_applied_while_the_audit_is_down()
    {
        var rig = new ExecutionRig();
        await rig.ApprovedAsync();
        rig.Store.FailCommits = true;

        await Assert.ThrowsAsync<IOException>(rig.WorkAsync);

        Assert.Equal(0, rig.Action.Applies);
    }

    [Fact]
    public async Task Nothing_is_read_while_the_audit_is_down()
    {
        var store = new InMemoryStore { FailCommits = true };
        var action = new CountingRead();
        var reader = new AuditedReader(new ActionCatalogue([action]), store, new Redactor([]), new FakeTimeProvider(Some.Night));

        await Assert.ThrowsAsync<IOException>(
            () => reader.ReadAsync(new ActionCall(action.Definition.Id, "primary", new Dictionary<string, string>()), Some.Ada.Id, default));

        Assert.Equal(0, action.Reads);
    }

    [Fact]
    public async Task The_intent_is_on_the_record_before_the_target_is_touched()
    {
        var rig = new ExecutionRig();
        var seen = new List<AuditKind>();
        rig.Action.Apply = (_, _) =>
        {
            seen.AddRange(rig.AuditKinds());
            return Task.FromResult<ApplyResult>(new ApplyResult.Done("done"));
        };
        await rig.ApprovedAsync();

        await rig.WorkAsync();

        Assert.Equal([AuditKind.Intended, AuditKind.Planned, AuditKind.Approved, AuditKind.Started], seen);
        Assert.Equal(AuditKind.Finished, rig.AuditKinds().Last());
    }

    [Fact]
    public async Task A_refusal_is_on_the_record()
    {
        var rig = new ExecutionRig();

        await rig.Requests.RequestAsync(Some.Request(Some.Olga), FakeChange.Call, null, Some.Channel, default);

        Assert.Equal([AuditKind.Refused], rig.AuditKinds());
        Assert.Equal(0, rig.Action.Plans);
        Assert.Contains("may not run", rig.LastAnswer(), StringComparison.Ordinal);
    }

    private sealed class CountingRead : IObserveAction
    {
        public ActionDefinition Definition { get; } = new(new ActionId("redis.ping"), Risk.Observe, "Pings");
        public int Reads { get; private set; }

        public Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
        {
            Reads++;
            return Task.FromResult(new ActionReport("PONG", true));
        }
    }
}
