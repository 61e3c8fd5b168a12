using IncidentBot.Storage;
using IncidentBot.Watching;

namespace IncidentBot.Rounds;

/// <summary>Once a minute: a target that nobody looks at any more is an alert of the watch like any other, and so is that it is looked at again.</summary>
public sealed class WatchSilenceRound(WatchSilence silence, Watcher watcher, IAlertStore alerts, IAlertInbox inbox, ILedger ledger, TimeProvider time) : IRound
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly Guid Subject = new("5a6f1d0e-57a7-4f0e-9d39-2f1c3a1b7c10");

    public AppointmentKind Kind { get; } = new("WatchSilence");

    public Appointment Next => new("watch silence", Kind, Subject, time.GetUtcNow() + Every);

    /// <summary>At each start.</summary>
    public async Task BeginAsync(ISchedule schedule, CancellationToken ct)
    {
        if (watcher.Targets.Count > 0)
        {
            await schedule.MakeSureAsync(Next, ct);
        }
    }

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        if (watcher.Policy.Tells)
        {
            await SayAsync(ct);
        }

        // Where nothing is watched any more it was the last.
        await ledger.CommitAsync(new Changes { Completes = item.Id, Schedule = watcher.Targets.Count > 0 ? [Next] : [] }, ct);
    }

    private async Task SayAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var silent = (await silence.FindAsync(ct)).ToDictionary(one => one.Target, one => one.Last);
        var said = await alerts.FindAsync(WatchAlerts.Source, [.. watcher.Targets.Select(WatchAlerts.SilenceOf)], ct);
        var firing = said.Where(one => one.Alert.IsFiring).Select(one => one.Alert.Fingerprint).ToHashSet(StringComparer.Ordinal);
        foreach (var target in watcher.Targets)
        {
            if (silent.TryGetValue(target, out var last))
            {
                await inbox.AddAsync(WatchAlerts.Source, WatchAlerts.Silent(target, last, now, isOver: false), now, ct);
            }
            else if (firing.Contains(WatchAlerts.SilenceOf(target)))
            {
                await inbox.AddAsync(WatchAlerts.Source, WatchAlerts.Silent(target, now, now, isOver: true), now, ct);
            }
        }
    }
}
