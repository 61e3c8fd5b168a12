using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

/// <summary>
/// Finds runs whose process died in the middle and says so. Nothing is repeated: nobody knows how far they came. A lease that
/// does not move any more is lost; no clock is compared with another, so one that is wrong takes nobody's run away.
/// </summary>
public sealed class AbandonedRuns(IRunStore runs, ILedger ledger, TimeProvider time)
{
    /// <summary>
    /// How often a lease is found where it was before it counts as lost; sweeps are a lease apart by this. Counted and not
    /// timed: while the store is away nobody looks, and nobody is missed.
    /// </summary>
    public const int Looks = 4;

    private Dictionary<RunId, (RunLease? Lease, int Unmoved)> seen = [];

    /// <summary>One look at every run that is under way. Not to be called twice at a time.</summary>
    /// <returns>How many were found abandoned.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var running = await runs.RunningAsync(ct);
        seen = running.ToDictionary(
            run => run.Id,
            run => (run.Lease, seen.TryGetValue(run.Id, out var last) && last.Lease == run.Lease ? last.Unmoved + 1 : 0));
        var abandoned = running.Where(run => seen[run.Id].Unmoved >= Looks).ToList();
        foreach (var run in abandoned)
        {
            var now = time.GetUtcNow();
            const string What = "outcome unknown: the bot stopped in the middle of it, and it was not repeated";
            var unknown = RunLifecycle.Fire(run, RunTrigger.Lose, now) with { Outcome = What };
            var say = new Outgoing.Post(run.Channel, new Card($"{run.Label} {What}")
            {
                Tone = Tone.Bad,
                Blocks =
                [
                    new CardBlock.Text($"{run.Call}. Last heard: {run.Progress?.Text ?? "nothing yet"}."),
                    RunText.HowToSettle(run),
                ],
                Buttons = [RunText.Check(run)],
            });
            await ledger.CommitAsync(RunChanges.Of(unknown, now, by: null, AuditKind.Unknown, What, say), ct);
        }

        return abandoned.Count;
    }
}
