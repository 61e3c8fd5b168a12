using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Runbooks.Matching;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>
/// Reads the incident's target, and all that its runbook would have people read first, at once and side by side, and posts
/// one finding. What is slow does not hold it up: it is named, and follows. A declared incident is assessing from then on.
/// </summary>
public sealed class AssessmentRound(
    RoundDecisions rounds,
    AssessmentReads reads,
    RunbookChoice runbooks,
    AuditedReader reader,
    IncidentReadings readings,
    IncidentPolicy policy,
    PeopleDirectory people,
    TimeProvider time) : IRound
{
    private readonly FindingChanges findings = new(readings, policy, people, time);

    public AppointmentKind Kind => AppointmentKind.Assess;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var incident = await rounds.FindAsync(item, ct);
        if (incident is not { IsOpen: true } || await reads.OfAsync(incident, ct) is not { Reads.Count: > 0 } plan)
        {
            await rounds.DropAsync(item, ct);
            return;
        }

        var begun = plan.Reads.Select(read => (Read: read, Report: ReadAsync(read.Call, ct))).ToList();
        await WaitAsync(begun.Select(one => one.Report), policy.FindingWithin, ct);

        // Whatever another read says, the target's own says why: it is waited for, only not as long as it may take.
        await WaitAsync([begun[0].Report], policy.OwnFindingWithin, ct);
        if (!begun.Exists(one => one.Report.IsCompletedSuccessfully && Finding.IsWrong(one.Report.Result)))
        {
            await begun[0].Report;
        }

        var (done, slow) = (begun.Where(one => one.Report.IsCompleted).ToList(), begun.Where(one => !one.Report.IsCompleted).ToList());

        var first = new Finding(plan, [.. done.Select(one => (one.Read, one.Report.Result))], [.. slow.Select(one => one.Read)], item.Id);
        first = plan.Runbook is null
            ? first with { Offered = await OfferedAsync(incident, first, ct) }
            : first;
        if (!await rounds.CommitAsync(item, current => current.IsOpen ? findings.Of(current, first) : null, ct))
        {
            // Somebody asked again meanwhile: theirs is the finding, and what is still being read here is part of it too.
            return;
        }

        foreach (var (read, report) in slow)
        {
            var later = new Finding(plan with { Left = [] }, [(read, await report)], [], item.Id);
            await rounds.AddAsync(item, current => current.IsOpen ? findings.Later(current, later) : null, ct);
        }
    }

    private Task<RunbookMatch?> OfferedAsync(Incident incident, Finding finding, CancellationToken ct) =>
        runbooks.ForFindingAsync(incident.Target.Name, finding.PointerOf(finding.Lead.Read), finding.Lead.Report, ct);

    private async Task WaitAsync(IEnumerable<Task<ActionReport>> begun, TimeSpan within, CancellationToken ct)
    {
        var all = Task.WhenAll(begun);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(all, Task.Delay(within, time, enough.Token));
        await enough.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    /// <summary>One read that breaks does not take the others with it.</summary>
    private async Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        try
        {
            return await reader.ReadAsync(call, by: null, ct);
        }
#pragma warning disable CA1031 // Whatever an action throws; a store that is away makes the finding's own commit fail, and the round is taken again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new ActionReport($"could not be read: {e.GetType().Name}", Healthy: false) { Gravity = Gravity.Unread };
        }
    }
}
