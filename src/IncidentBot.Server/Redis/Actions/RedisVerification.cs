using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions;

/// <summary>Whether a Redis serves again: it answers a new client, it accepts a write, and it has room.</summary>
internal sealed class RedisVerification(RedisTargets targets, TimeProvider time) : IVerification
{
    public string System => "redis";

    public ActionId Assessment => new("redis.diagnose");

    public async Task<IReadOnlyList<CheckResult>> CheckAsync(string target, CancellationToken ct)
    {
        if (!targets.TryGet(target, out var redis, out var unknown))
        {
            return [Result("target", false, unknown)];
        }

        var probe = await redis.ProbeAsync(ct);
        if (probe.Failure is { } failure && !RedisTrouble.IsNoOutage(failure.Class))
        {
            return [Result("answers", false, probe.Headline), Result("accepts writes", false, "not tried"), Result("has room", false, "not read")];
        }

        return
        [
            Result("answers", true, probe.Failure is { } refusal ? $"it answers, but not our PING: {refusal.Detail}" : probe.Headline),
            await TryAsync("accepts writes", async session => await CanaryWrite.TryAsync(session, ct) is { } refused ? (false, Words(refused)) : (true, "a test key was written and removed"), redis, ct),
            await TryAsync("has room", session => HasRoomAsync(session, ct), redis, ct),
        ];
    }

    private static async Task<(bool Passed, string Evidence)> HasRoomAsync(IRedisSession session, CancellationToken ct)
    {
        var memory = (await RedisInfo.ReadAsync(session, ct)).Memory;
        return (memory.Fill is null or < RedisThresholds.MemoryFill, MemoryText.Fill(memory));
    }

    private async Task<CheckResult> TryAsync(string name, Func<IRedisSession, Task<(bool Passed, string Evidence)>> check, RedisTarget target, CancellationToken ct)
    {
        try
        {
            var (passed, evidence) = await target.UseAsync(check, ct);
            return Result(name, passed, evidence);
        }
        catch (RedisUnavailableException e)
        {
            return Result(name, false, e.Failure.Headline);
        }
        catch (RedisErrorException e)
        {
            return Result(name, false, Words(e.Error));
        }
    }

    /// <summary>A check that we may not make has not passed; but it says nothing against the server.</summary>
    private static string Words(RespError error) => RedisTrouble.IsNoOutage(error.Class)
        ? $"{error.Message.TrimEnd('.')}. Not known, because it could not be tried; this is no outage."
        : error.Message;

    private CheckResult Result(string name, bool passed, string evidence) => new(name, passed, evidence, time.GetUtcNow());
}
