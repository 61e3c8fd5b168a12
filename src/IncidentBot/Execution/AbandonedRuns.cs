using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

/// <summary>Finds runs whose process died in the middle and says so. Nothing is repeated: nobody knows how far they came.</summary>
public sealed class AbandonedRuns(IRunStore runs, ILedger ledger, TimeProvider time)
{
    /// <returns>How many were found.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var abandoned = await runs.AbandonedAsync(time.GetUtcNow(), ct);
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
