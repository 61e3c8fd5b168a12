using System.Globalization;
using System.IO.Compression;
using System.Text;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>What RQ 1.x leaves in Redis (https://python-rq.org/docs/), written as it writes it.</summary>
internal static class RqSeeds
{
    public static Task QueueAsync(Scene scene, SceneServer server, string queue) => server.AskAsync("SADD", "rq:queues", $"rq:queue:{queue}");

    /// <param name="connected">Whether its connection is there: a killed worker's entry stays until its time is over.</param>
    public static async Task WorkerAsync(
        Scene scene,
        SceneServer server,
        string name,
        string queue,
        bool connected = true,
        string? job = null,
        TimeSpan busyFor = default)
    {
        await server.AskAsync("SADD", "rq:workers", $"rq:worker:{name}");
        RedisArgument[] fields =
        [
            $"rq:worker:{name}", "birth", scene.PythonTime(TimeSpan.FromHours(1)), "last_heartbeat",
            scene.PythonTime(TimeSpan.FromSeconds(connected ? 2 : 90)), "queues", queue,
            "pid", "4711", "hostname", "app-1", "version", "1.16.2", "python_version", "3.11", "state", job is null ? "idle" : "busy",
            .. job is null ? Array.Empty<RedisArgument>() : ["current_job", job],
        ];
        await server.AskAsync("HSET", fields);
        await server.AskAsync("EXPIRE", $"rq:worker:{name}", 420);
        if (job is not null)
        {
            await server.AskAsync(
                "HSET", $"rq:job:{job}", "created_at", scene.PythonTime(busyFor), "enqueued_at", scene.PythonTime(busyFor),
                "started_at", scene.PythonTime(busyFor), "origin", queue,
                "status", "started", "worker_name", name, "timeout",
                "3600", "description", "app.export(7)");
            await server.AskAsync("ZADD", $"rq:wip:{queue}", scene.Seconds(-TimeSpan.FromHours(1)), job);
        }

        if (connected)
        {
            var connection = await scene.ConnectAsync(server, name);
            if (job is null)
            {
                await connection.SendAsync("BLPOP", $"rq:queue:{queue}:nobody", "0");
            }
        }
    }

    public static Task QueuedAsync(Scene scene, SceneServer server, string queue, int jobs, TimeSpan age) => server.ScriptAsync(
        "for i = 1, ARGV[2] do local id = 'q' .. i redis.call('hset', 'rq:job:' .. id, 'created_at', ARGV[3], 'enqueued_at', ARGV[3], 'origin', ARGV[1], "
                + "'status', 'queued', 'data', 'x', 'description', 'app.send(1)') redis.call('rpush', 'rq:queue:' .. ARGV[1], id) end",
        queue,
        jobs,
        scene.PythonTime(age));

    /// <summary>Started, and their heartbeat's time is over.</summary>
    public static Task AbandonedAsync(Scene scene, SceneServer server, string queue, int jobs) => server.ScriptAsync(
        "for i = 1, ARGV[2] do local id = 'w' .. i redis.call('hset', 'rq:job:' .. id, 'created_at', ARGV[3], 'enqueued_at', ARGV[3], 'started_at', ARGV[3], "
                + "'last_heartbeat', ARGV[3], 'origin', ARGV[1], 'status', 'started', 'data', 'x', 'worker_name', 'gone', 'description', 'app.send(1)') "
                + "redis.call('zadd', 'rq:wip:' .. ARGV[1], ARGV[4], id) end",
        queue,
        jobs,
        scene.PythonTime(TimeSpan.FromMinutes(20)),
        scene.Seconds(TimeSpan.FromMinutes(10)));

    public static Task ScheduledAsync(Scene scene, SceneServer server, string queue, int jobs, TimeSpan ago) => server.ScriptAsync(
        "for i = 1, ARGV[2] do local id = 's' .. i redis.call('hset', 'rq:job:' .. id, 'created_at', ARGV[3], 'origin', ARGV[1], "
            + "'status', 'scheduled', 'data', 'x', "
                + "'description', 'app.remind(1)') redis.call('zadd', 'rq:scheduled:' .. ARGV[1], ARGV[4], id) end",
        queue,
        jobs,
        scene.PythonTime(TimeSpan.FromHours(2)),
        scene.Seconds(ago));

    public static async Task FailedAsync(Scene scene, SceneServer server, string queue, int jobs, string error, TimeSpan age)
    {
        using var packed = new MemoryStream();
        await using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await zlib.WriteAsync(Encoding.UTF8.GetBytes($"Traceback (most recent call last):\n  File \"app.py\", line 7, in send\n{error}\n"), scene.Ending);
        }

        for (var i = 1; i <= jobs; i++)
        {
            var id = $"f{i.ToString(CultureInfo.InvariantCulture)}";
            await server.AskAsync(
                "HSET", $"rq:job:{id}", "created_at", scene.PythonTime(age), "enqueued_at", scene.PythonTime(age), "started_at",
                scene.PythonTime(age), "ended_at", scene.PythonTime(age),
                "origin", queue, "status", "failed", "description",
                "app.send(1)", "exc_info", packed.ToArray());
            await server.AskAsync("ZADD", $"rq:failed:{queue}", scene.Seconds(-TimeSpan.FromDays(365) + age), id);
        }
    }

    public static Task FinishedAsync(Scene scene, SceneServer server, string queue, int jobs, TimeSpan age) => server.ScriptAsync(
        "for i = 1, ARGV[2] do local id = 'e' .. i redis.call('hset', 'rq:job:' .. id, 'created_at', ARGV[3], 'enqueued_at', ARGV[3], 'started_at', ARGV[3], "
                + "'ended_at', ARGV[3], 'origin', ARGV[1], 'status', 'finished') redis.call('zadd', 'rq:finished:' .. ARGV[1], ARGV[4], id) end",
        queue,
        jobs,
        scene.PythonTime(age),
        scene.Seconds(-TimeSpan.FromSeconds(500) + age));
}
