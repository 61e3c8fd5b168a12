using IncidentBot.Actions;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

/// <summary>
/// The sign of life of a running run: extends its lease, shows its progress, and stops it when somebody asked for that,
/// when the process stops, or when the lease was lost.
/// </summary>
internal sealed class RunPulse : IProgress<RunProgress>, IAsyncDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly CancellationTokenSource ended = new();
    private readonly Task beating;
    private readonly Redactor redactor;
    private volatile RunProgress? latest;
    private volatile string whyStopped;
    private volatile bool lostItsLease;

    public RunPulse(
        Run run, IRunStore runs, ILedger ledger, Redactor redactor, ExecutionPolicy policy, TimeProvider time, string replica, CancellationToken processStops)
    {
        this.redactor = redactor;
        stop = CancellationTokenSource.CreateLinkedTokenSource(processStops);
        whyStopped = "because the bot was shut down";
        beating = BeatAsync(run, runs, ledger, policy, time, replica);
    }

    /// <summary>Cancelled when the run must end.</summary>
    public CancellationToken Stop => stop.Token;

    public string WhyStopped => whyStopped;

    /// <summary>The run was taken for abandoned, and nobody waits for how it ends any more.</summary>
    public bool LostItsLease => lostItsLease;

    public RunProgress? Latest => latest;

    public void Report(RunProgress value) => latest = value with { Text = redactor.Clean(value.Text) };

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await beating;
        ended.Dispose();
        stop.Dispose();
    }

    private async Task BeatAsync(Run run, IRunStore runs, ILedger ledger, ExecutionPolicy policy, TimeProvider time, string replica)
    {
        RunProgress? shown = null;
        while (await PauseAsync(policy.Heartbeat, time))
        {
            var progress = latest;
            try
            {
                var lease = new RunLease(replica, time.GetUtcNow() + policy.Lease);
                switch (await runs.ReportProgressAsync(run.Id, lease, progress, CancellationToken.None))
                {
                    case null:
                        lostItsLease = true;
                        whyStopped = "because its lease was lost";
                        await stop.CancelAsync();
                        return;

                    case true:
                        whyStopped = "as asked";
                        await stop.CancelAsync();
                        break;
                }

                if (progress is not null && progress != shown)
                {
                    shown = progress;
                    await ledger.CommitAsync(new Changes { Say = [.. RunChanges.Refresh(run)] }, CancellationToken.None);
                }
            }
#pragma warning disable CA1031 // The store is away: the run goes on, and the lease says whether it was away for too long.
            catch (Exception)
#pragma warning restore CA1031
            {
                continue;
            }
        }
    }

    private async Task<bool> PauseAsync(TimeSpan pause, TimeProvider time)
    {
        try
        {
            await Task.Delay(pause, time, ended.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
