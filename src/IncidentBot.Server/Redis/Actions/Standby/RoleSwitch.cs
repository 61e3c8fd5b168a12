using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>
/// Exchanges the roles of a master and its replica with nothing lost: writes pause, offsets become equal, the replica is promoted, and
/// the old master follows it before the pause ends. So at no time do both take writes.
/// </summary>
internal sealed class RoleSwitch(TimeProvider time)
{
    /// <summary>Redis ends the pause by itself after this, whatever becomes of the bot.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    public Task<ApplyResult> RunAsync(RedisTarget from, RedisTarget to, IProgress<RunProgress> progress, CancellationToken ct) =>
        from.Node.UseAsync(old => to.Node.UseAsync(next => RunAsync(new Sides(from, old, to, next), progress, ct), ct), ct);

    private async Task<ApplyResult> RunAsync(Sides sides, IProgress<RunProgress> progress, CancellationToken ct)
    {
        (await sides.Old.ExecuteAsync("CLIENT", ["PAUSE", (long)LongestPause.TotalMilliseconds, "WRITE"], ct)).OrThrow();
        var both = false;
        try
        {
            progress.Report(new RunProgress($"writes on {sides.From.Name} are paused", 0.2));
            if (await WhyNotEqualAsync(sides, ct) is { } reason)
            {
                return new ApplyResult.Failed($"{reason}. {sides.From.Name} takes writes again; nothing was changed.");
            }

            ct.ThrowIfCancellationRequested();

            // From here on it is finished, also for a caller who has gone: two masters are worse than either end.
            (await sides.Next.ExecuteAsync("REPLICAOF", ["NO", "ONE"], CancellationToken.None)).OrThrow();
            both = true;
            progress.Report(new RunProgress($"{sides.To.Name} is the master", 0.6));
            var address = sides.To.ReachedAt;
            var follow = await sides.Old.ExecuteAsync("REPLICAOF", [address.Host, address.Port], CancellationToken.None);
            if (follow.AsError is { } refused)
            {
                return new ApplyResult.Failed($"{sides.To.Name} is the master, but {sides.From.Name} refuses to follow it: "
                    + $"{refused.Message.TrimEnd('.')}. It takes writes again within {Duration.Words(LongestPause)}, "
                    + "which would be lost: end or fence it now.");
            }

            both = false;
        }
        finally
        {
            if (!both)
            {
                await sides.Old.ExecuteAsync("CLIENT", ["UNPAUSE"], CancellationToken.None);
            }
        }

        progress.Report(new RunProgress($"{sides.From.Name} follows {sides.To.Name}", 0.8));
        return new ApplyResult.Done(
            $"{sides.To.Name} is the master, {sides.From.Name} its replica; nothing was lost. Applications have to write to {sides.To.Node.Address} now.");
    }

    private async Task<string?> WhyNotEqualAsync(Sides sides, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var (old, next) = (await FactsAsync(sides.Old, ct), await FactsAsync(sides.Next, ct));
            if (!next.Follows(old))
            {
                return $"{sides.To.Name} does not follow {sides.From.Name} any more";
            }

            if (old.Offset == next.Offset)
            {
                return null;
            }

            if (time.GetElapsedTime(started) > Patience)
            {
                return $"{sides.To.Name} is still {Figures.Bytes(old.Offset - next.Offset)} behind after {Duration.Words(Patience)}";
            }

            await Task.Delay(Poll, time, ct);
        }
    }

    private static async Task<ReplicationFacts> FactsAsync(IRedisSession session, CancellationToken ct) =>
        RedisInfo.Parse((await session.ExecuteAsync("INFO", ["replication"], ct)).AsString() ?? "").Replication;

    private sealed record Sides(RedisTarget From, IRedisSession Old, RedisTarget To, IRedisSession Next);
}
