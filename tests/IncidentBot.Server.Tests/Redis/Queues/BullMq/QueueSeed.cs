using System.Globalization;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>A queue as BullMQ 6 would have left it some time ago: what takes minutes to come about is written with the times that it would have.</summary>
internal sealed class QueueSeed(string queue, DateTimeOffset now)
{
    private readonly List<RedisCommand> commands = [RedisCommand.Of("HSET", $"bull:{queue}:meta", "version", "bullmq:6.7.0", "opts.maxLenEvents", 10000)];

    /// <summary>As BullMQ writes times.</summary>
    public long At(TimeSpan ago) => (now - ago).ToUnixTimeMilliseconds();

    /// <summary>Jobs in line, the last of them added first.</summary>
    public QueueSeed Wait(int jobs, TimeSpan oldest)
    {
        for (var i = 0; i < jobs; i++)
        {
            Job($"w{i}", oldest - TimeSpan.FromMilliseconds(i));
            commands.Add(RedisCommand.Of("LPUSH", Key("wait"), $"w{i}"));
        }

        return this;
    }

    public QueueSeed Mark() => Add("ZADD", Key("marker"), 0, "0");

    public QueueSeed Prioritized(string id, long priority, TimeSpan age)
    {
        Job(id, age, "priority", priority);
        return Add("ZADD", Key("prioritized"), (priority * (1L << 32)) + 1, id);
    }

    /// <param name="after">How long each had waited when it was begun.</param>
    public QueueSeed Completed(int jobs, TimeSpan ago, TimeSpan? after = null, long priority = 0)
    {
        for (var i = 0; i < jobs; i++)
        {
            var ended = ago + TimeSpan.FromMilliseconds(i);
            Job($"c{i}", ended + (after ?? TimeSpan.Zero), "processedOn", At(ended), "finishedOn", At(ended), "atm", 1, "ats", 1, "priority", priority);
            Add("ZADD", Key("completed"), At(ended), $"c{i}");
        }

        return this;
    }

    public QueueSeed Failed(int jobs, TimeSpan ago, Func<int, string> reason)
    {
        for (var i = 0; i < jobs; i++)
        {
            var ended = ago + TimeSpan.FromMilliseconds(i);
            Job($"f{i}", ended, "processedOn", At(ended), "finishedOn", At(ended), "atm", 1, "ats", 1, "failedReason", reason(i));
            Add("ZADD", Key("failed"), At(ended), $"f{i}");
        }

        return this;
    }

    /// <param name="fields">Beside its age.</param>
    public QueueSeed Active(string id, TimeSpan running, bool locked = true, params RedisArgument[] fields)
    {
        Job(id, running, ["processedOn", At(running), .. fields]);
        Add("LPUSH", Key("active"), id);
        return locked ? Add("SET", Key($"{id}:lock"), "somebody", "PX", 600_000) : this;
    }

    public QueueSeed Delayed(string id, TimeSpan due, params RedisArgument[] fields)
    {
        Job(id, TimeSpan.FromMinutes(30), fields);
        return Add("ZADD", Key("delayed"), (At(-due) * 4096) + 1, id);
    }

    public QueueSeed Paused() => Add("HSET", Key("meta"), "paused", 1);

    /// <summary>As many finished jobs as nobody wants to wait for.</summary>
    public QueueSeed KeptCompleted(int jobs) => Add(
        "EVAL", "for i = 1, tonumber(ARGV[1]) do redis.call('ZADD', KEYS[1], i, 'k' .. i) end", 1, Key("completed"), jobs);

    public QueueSeed Event(TimeSpan ago, params RedisArgument[] fields) => Add("XADD", [Key("events"), $"{At(ago)}-*", .. fields]);

    public QueueSeed Add(string name, params RedisArgument[] arguments)
    {
        commands.Add(RedisCommand.Of(name, arguments));
        return this;
    }

    public async Task WriteAsync(RedisServer server) =>
        Assert.All(await server.AskAllAsync([.. commands]), reply => Assert.Null(reply.AsError));

    private void Job(string id, TimeSpan age, params RedisArgument[] fields) =>
        commands.Add(RedisCommand.Of("HSET", [Key(id), "name", "render", "timestamp", At(age), .. fields]));

    private string Key(string part) => $"bull:{queue}:{part}";
}

/// <summary>Connections that call themselves a worker, as BullMQ's do; they take nothing.</summary>
internal sealed class NamedWorkers : IAsyncDisposable
{
    private readonly List<RespConnection> connections = [];

    public static async Task<NamedWorkers> ConnectAsync(RedisServer server, params string[] queues)
    {
        var workers = new NamedWorkers();
        foreach (var queue in queues)
        {
            var connection = await server.ConnectAsync();
            workers.connections.Add(connection);
            await connection.SendAsync(
                RespWriter.Encode([RedisCommand.OfConnection("CLIENT", "SETNAME", new QueueKeys("bull", queue).WorkerName)]), TestRedis.Token);
            await connection.ReadAsync(TestRedis.Token);
        }

        return workers;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }
}
