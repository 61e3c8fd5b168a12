using System.Text;

namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>What BullMQ 5 leaves in Redis (https://docs.bullmq.io/guide/architecture), written as it writes it.</summary>
internal static class QueueSeeds
{
    public static Task QueueAsync(Scene scene, SceneServer server, string queue) =>
        server.AskAsync("HSET", $"bull:{queue}:meta", "opts.maxLenEvents", "10000", "version", "bullmq:5.34.0");

    /// <summary>A worker as the server sees it: two connections with its name, one of which waits for jobs.</summary>
    public static async Task WorkerAsync(Scene scene, SceneServer server, string queue)
    {
        var name = Convert.ToBase64String(Encoding.UTF8.GetBytes(queue));
        await scene.ConnectAsync(server, $"bull:{name}");
        var blocking = await scene.ConnectAsync(server, $"bull:{name}");
        await blocking.SendAsync("BZPOPMIN", $"bull:{queue}:marker:nobody", "0");
    }

    /// <summary>Jobs that wait, the oldest first.</summary>
    /// <param name="age">How long ago they were added.</param>
    public static Task WaitingAsync(Scene scene, SceneServer server, string queue, int jobs, TimeSpan age = default) =>
        server.ScriptAsync("for i = 1, ARGV[2] do redis.call('hset', ARGV[1] .. i, 'name', 'send', 'data', '{}', 'opts', '{}', 'timestamp', ARGV[3], "
                + "'delay', '0', 'priority', '0') "
                + "redis.call('lpush', ARGV[1] .. 'wait', i) end redis.call('set', ARGV[1] .. 'id', ARGV[2])",
            $"bull:{queue}:",
            jobs,
            scene.Milliseconds(age));

    /// <summary>Jobs that a worker took.</summary>
    /// <param name="locked">Whether it still proves that it has them.</param>
    /// <param name="stalls">How often they were taken by a worker that then was gone.</param>
    public static Task ActiveAsync(Scene scene, SceneServer server, string queue, int jobs, bool locked, TimeSpan age = default, int stalls = 0) =>
        server.ScriptAsync(
            "for i = 1, ARGV[2] do local id = 'a' .. i redis.call('hset', ARGV[1] .. id, 'name', 'render', 'data', '{}', 'opts', '{}', 'timestamp', ARGV[3], "
                    + "'processedOn', ARGV[3], 'ats', ARGV[5] + 1, 'stc', ARGV[5]) redis.call('lpush', ARGV[1] .. 'active', id) "
                    + "if ARGV[4] == '1' then redis.call('set', ARGV[1] .. id .. ':lock', 'token', 'PX', 600000) end end",
            $"bull:{queue}:",
            jobs,
            scene.Milliseconds(age),
            locked ? 1 : 0,
            stalls);

    /// <summary>Jobs that ended one after another until now.</summary>
    /// <param name="state"><c>completed</c> or <c>failed</c>.</param>
    /// <param name="over">The time over which they ended.</param>
    /// <param name="age">How long ago the last of them did.</param>
    public static Task EndedAsync(
        Scene scene, SceneServer server, string queue, string state, int jobs, TimeSpan over, string reason = "", TimeSpan age = default) =>
            server.ScriptAsync("for i = 1, ARGV[2] do local id = ARGV[4] .. i local at = string.format('%.0f', ARGV[3] - i * ARGV[6] / ARGV[2]) "
                + "redis.call('hset', ARGV[1] .. id, 'name', 'charge', 'data', '{}', 'opts', '{}', 'timestamp', at, 'processedOn', at, 'finishedOn', at, "
                + "'failedReason', ARGV[5], 'atm', '1') redis.call('zadd', ARGV[1] .. ARGV[4], at, id) end",
            $"bull:{queue}:",
            jobs,
            scene.Milliseconds(age),
            state,
            reason,
            (long)over.TotalMilliseconds);

    /// <summary>Jobs that are due at a time in the past or the future, the first at that time.</summary>
    public static Task DelayedAsync(Scene scene, SceneServer server, string queue, int jobs, TimeSpan due, string reason = "", int tries = 0) =>
        server.ScriptAsync(
            "for i = 1, ARGV[2] do local id = 'd' .. i redis.call('hset', ARGV[1] .. id, 'name', 'charge', 'data', '{}', 'opts', '{}', 'timestamp', ARGV[3], "
                    + "'processedOn', ARGV[6], 'atm', ARGV[5], 'ats', ARGV[5]) if ARGV[4] ~= '' then redis.call('hset', ARGV[1] .. id, "
                    + "'failedReason', ARGV[4]) end "
                    + "redis.call('zadd', ARGV[1] .. 'delayed', string.format('%.0f', (ARGV[3] + i) * 4096), id) end",
            $"bull:{queue}:",
            jobs,
            scene.Milliseconds(-due),
            reason,
            tries,
            scene.Milliseconds(TimeSpan.FromSeconds(20)));
}
