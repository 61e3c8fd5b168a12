using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>Whether the data would survive a restart: https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/.</summary>
internal sealed class PersistenceAction(RedisTargets targets, TimeProvider time) : RedisRead(targets)
{
    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.persistence"), Risk.Observe, "Says whether the data is safe on disk, and how much would be lost");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var info = await RedisInfo.ReadAsync(target, ct);
        var facts = info.Persistence;
        var (answer, failure) = facts switch
        {
            { Loading: true } =>
                ($"is loading its data: {facts.LoadedPercent:0} %{(facts.LoadingEta is { } left ? $", {Duration.Words(left)} to go" : "")}",
                    FailureClass.Loading),
            { SnapshotFailed: true } => ("could not save its last snapshot: writes may be refused", FailureClass.Misconf),
            { AppendFailed: true } => ("cannot write its append-only file: writes are refused", FailureClass.Misconf),
            { AppendOnly: true } => ("appends every write to disk", (FailureClass?)null),
            { AppendOnly: false } => ("keeps snapshots only", null),
            _ => ($"keeps its data in a way that is {Reported.No}", null),
        };
        var since = time.GetUtcNow() - facts.LastSnapshotAt;
        return new ActionReport($"{target.Name} {answer}", Healthy: failure is null)
        {
            FailureClass = failure?.Text().Name,
            NotSeen = info.Lacking("persistence"),
            Steps = failure is { } trouble ? [trouble.Text().NextStep] : [],
            Evidence =
            [
                $"Last snapshot: {facts.LastSnapshotAge(time.GetUtcNow())}, {facts.LastSnapshot ?? $"status {Reported.No}"}"
                    + $"{(facts.SnapshotRunning == true ? "; one is being written now" : "")}",
                $"Changes since then: {Reported.Count(facts.ChangesSinceSnapshot)}{(facts.AppendOnly == false ? ", all of which a crash would lose" : "")}",
                "Append-only file: " + facts.AppendOnly switch
                {
                    true => $"on, last write {facts.LastAppendWrite ?? Reported.No}",
                    false => "off",
                    null => Reported.No,
                },
            ],
            Readings = Reading.Known(
            [
                Reading.Seconds("rdb_last_save_age", since),
                .. info.Readings("rdb_changes_since_last_save", "rdb_last_bgsave_time_sec", "aof_current_size", "loading_loaded_perc", "loading_eta_seconds"),
            ]),
        };
    }
}
