using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Targets;
using IncidentBot.Watch;
using IncidentBot.Watching;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis.Watching;

/// <summary>
/// Watches Redis over the connection that is always held open, with reads that cost it microseconds. A refusal for want of a permission is no
/// outage and says nothing of the server; a server that has never answered is a slip in the settings, and no outage either.
/// </summary>
internal sealed class WatchedRedis(RedisTargets targets, IOptions<RedisOptions> options, QueueLooks queues, GroupLook group, TimeProvider time)
    : IWatchedSystem
{
    public string System => "redis";

    public IReadOnlyList<Measure> Measures => RedisMeasures.All;

    public IReadOnlyList<string> Targets { get; } =
        [.. options.Value.Targets.Where(target => target.Value.Watch).Select(target => target.Key).Order(StringComparer.Ordinal)];

    public async Task<WatchSample> LookAsync(string target, WatchSample? before, CancellationToken ct)
    {
        if (!targets.TryGet(target, out var redis, out var unknown))
        {
            throw new InvalidOperationException(unknown);
        }

        var looked = new Looked(before, time.GetUtcNow());
        bool sawAll;
        try
        {
            sawAll = await redis.UseAsync(session => LookAsync(redis, session, looked, ct), ct);
        }
        catch (RedisUnavailableException e)
        {
            sawAll = false;
            if (e.Failure.Class.IsNoOutage())
            {
                looked.Miss($"{e.Failure.Headline}.");
            }
            else if (looked.Once("answered", false))
            {
                looked.Set(RedisMeasures.Unreachable, true);
            }
            else
            {
                looked.Miss($"It has not answered since it is watched: {e.Failure.Headline}.");
            }
        }
        catch (RedisErrorException e)
        {
            sawAll = false;
            looked.Miss($"{e.Error.Message}.");
        }

        return new WatchSample(new TargetRef(System, target), looked.At, looked.Values)
        {
            NotSeen = looked.NotSeen,
            SawAll = sawAll && looked.NotSeen.Count == 0,
        };
    }

    private async Task<bool> LookAsync(RedisTarget target, IRedisSession session, Looked looked, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var info = await RedisInfo.ReadAsync(session, ct);
        looked.Set(RedisMeasures.AnswerTime, time.GetElapsedTime(started).TotalMilliseconds);
        looked.Set(RedisMeasures.Unreachable, false);
        looked.Once("answered", true);
        if (info.Lacking("memory", "clients") is [var lacking, ..])
        {
            looked.Miss(lacking);
        }

        await ServerLook.ReadAsync(target, session, info, looked, ct);
        await group.ReadAsync(target, info, looked, ct);
        return info.Persistence.Loading == true || info.IsSentinel || await queues.ReadAsync(target, session, info, looked, ct);
    }
}
