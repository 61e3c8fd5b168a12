using System.Globalization;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Watching;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Watching;

/// <summary>A real Redis is driven beyond each threshold and back: one incident each time, with its cause, and then quiet.</summary>
public sealed class RedisThresholdTests
{
    private const string Url = "redis";

    [Fact]
    public async Task Down_and_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await DriveAsync(redis, RedisMeasures.Unreachable, "Redis is down: primary", "REFUSED", redis.KillAsync, () => redis.RestartAsync());
    }

    [Fact]
    public async Task Hung_and_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await DriveAsync(
            redis,
            RedisMeasures.Unreachable,
            "Redis is down: primary",
            "HUNG",
            () =>
            {
                redis.Pause();
                return Task.CompletedTask;
            },
            () =>
            {
                redis.Resume();
                return Task.CompletedTask;
            });
    }

    [Fact]
    public async Task Nearly_full_and_back()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory", "20mb");
        await DriveAsync(
            redis,
            RedisMeasures.MemoryFill,
            "Redis memory is nearly full: primary, memory in use ",
            "memory is nearly exhausted",
            () => RedisTroubles.FillAsync(redis, ("rl:", 155, 100_000)),
            async () => await redis.AskAsync("FLUSHALL"));
    }

    [Fact]
    public async Task Full_and_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 20_000, 10), ("sess:", 2_000, 100));
        await DriveAsync(
            redis,
            RedisMeasures.RefusedForMemory,
            "Redis refuses writes: OOM command not allowed: primary",
            "memory exhausted",
            async () => await redis.AskAsync("CONFIG", "SET", "maxmemory", "1mb"),
            async () => await redis.AskAsync("CONFIG", "SET", "maxmemory", "0"),
            async () => Assert.NotNull((await redis.AskAsync("SET", "key", "value")).AsError),
            $"Watch:Measures:{RedisMeasures.MemoryFill}:Breach=none");
    }

    [Fact]
    public async Task Hardly_any_places_for_clients_and_back()
    {
        await using var redis = await RedisServer.StartAsync("--maxclients", "100");
        var clients = new List<RespConnection>();
        await DriveAsync(
            redis,
            RedisMeasures.ClientsFill,
            "Redis has hardly any places for clients: primary",
            "places for clients are taken",
            async () =>
            {
                while (clients.Count < 96)
                {
                    clients.Add(await redis.ConnectAsync());
                    await clients[^1].SendAsync(RespWriter.Encode(RedisCommand.Of("PING")), TestRedis.Token);
                }
            },
            () => DropAsync(clients));
    }

    [Fact]
    public async Task Refused_connections_and_back()
    {
        await using var redis = await RedisServer.StartAsync("--maxclients", "12");
        IReadOnlyList<RespConnection> clients = [];
        await DriveAsync(
            redis,
            RedisMeasures.Rejected,
            "Redis refuses connections: max number of clients reached: primary",
            "maxclients is reached",
            async () => clients = await RedisTroubles.FillClientsAsync(redis),
            () => DropAsync(clients),
            async () => await redis.AskAsync("PING"),
            $"Watch:Measures:{RedisMeasures.ClientsFill}:Breach=none");
    }

    [Fact]
    public async Task Slow_commands_and_none()
    {
        await using var redis = await RedisServer.StartAsync();
        await DriveAsync(
            redis,
            RedisMeasures.Slow,
            "Redis is held up by slow commands: primary",
            "primary",
            async () => await redis.AskAsync("CONFIG", "SET", "slowlog-log-slower-than", "0"),
            async () => await redis.AskAsync("CONFIG", "SET", "slowlog-log-slower-than", "10000"),
            async () => await redis.AskAsync("PING"));
    }

    [Fact]
    public async Task Evicting_where_queues_are_and_back()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory", "6mb", "--maxmemory-policy", "allkeys-lru");
        await redis.AskAsync("HSET", "bull:publishing:meta", "version", "bullmq:5.0.0");
        await redis.AskAsync("XADD", "bull:publishing:events", "*", "event", "waiting");
        var round = 0;
        await DriveAsync(
            redis,
            RedisMeasures.EvictedUnderQueues,
            "Redis evicts keys, and queues may be among them: primary",
            "primary",
            () => Task.CompletedTask,
            async () => await redis.AskAsync("CONFIG", "SET", "maxmemory", "0"),
            async () =>
            {
                await redis.AskAsync("HSET", "bull:publishing:meta", "version", "bullmq:5.0.0");
                await RedisTroubles.FillAsync(redis, ($"cache:{round++}:", 40, 100_000));
            });
    }

    [Fact]
    public async Task A_failed_snapshot_and_one_that_is_written()
    {
        await using var redis = await RedisServer.StartAsync("--dbfilename", "in-the-way");
        var there = Path.Combine(redis.DataDirectory, "in-the-way", "something");
        Directory.CreateDirectory(there);
        await DriveAsync(
            redis,
            RedisMeasures.SnapshotFailed,
            "Redis cannot save: MISCONF",
            "the last snapshot to disk",
            async () =>
            {
                await redis.AskAsync("CONFIG", "SET", "save", "3600 1");
                await redis.AskAsync("SET", "key", "value");
                await redis.AskAsync("BGSAVE");
                await Eventually.TrueAsync(async () => (await redis.AskAsync("PING")).AsError is not null, "the snapshot has failed");
            },
            async () =>
            {
                Directory.Delete(Path.GetDirectoryName(there)!, recursive: true);
                await redis.AskAsync("BGSAVE");
                await Eventually.TrueAsync(async () => (await redis.AskAsync("PING")).AsError is null, "the snapshot is written");
            },
            settings: $"Watch:Measures:{RedisMeasures.Refused}:Breach=none");
    }

    [Fact]
    public async Task Read_only_and_a_master_again()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var other = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await DriveAsync(
            redis,
            RedisMeasures.ReadOnly,
            "Redis is read only: it is a replica now: primary",
            "is a replica and refuses writes",
            async () => await redis.AskAsync("REPLICAOF", "127.0.0.1", other.Port),
            async () => await redis.AskAsync("REPLICAOF", "NO", "ONE"));
    }

    [Fact]
    public async Task A_replica_that_falls_behind_and_catches_up()
    {
        await using var redis = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        await using var replica = await RedisServer.StartAsync();
        await replica.AskAsync("REPLICAOF", "127.0.0.1", redis.Port);
        await Eventually.TrueAsync(
            async () => (await redis.AskAsync("INFO", "replication")).AsString()!.Contains("state=online", StringComparison.Ordinal), "the replica follows");
        await DriveAsync(
            redis,
            RedisMeasures.ReplicaLag,
            "A replica of Redis is behind: primary",
            "primary",
            () =>
            {
                replica.Pause();
                return Task.CompletedTask;
            },
            () =>
            {
                replica.Resume();
                return Task.CompletedTask;
            },
            settings: $"Watch:Measures:{RedisMeasures.ReplicaLag}:Breach=3s");
    }

    [Fact]
    public async Task A_replica_that_loses_its_master_and_finds_it()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("REPLICAOF", "127.0.0.1", FreePort.Next());
        await DriveAsync(
            redis,
            RedisMeasures.LinkDown,
            "A Redis replica has lost its master: primary",
            "primary",
            () => Task.CompletedTask,
            async () => await redis.AskAsync("REPLICAOF", "NO", "ONE"),
            settings: $"Watch:Measures:{RedisMeasures.LinkDown}:Breach=1s");
    }

    [Fact]
    public async Task Slow_to_answer_and_quick_again()
    {
        await using var redis = await RedisServer.StartAsync("--enable-debug-command", "yes");
        await DriveAsync(
            redis,
            RedisMeasures.AnswerTime,
            "Redis is slow to answer: primary, answer time",
            "primary",
            () => Task.CompletedTask,
            () => Task.CompletedTask,
            async () =>
            {
                await using var sleeper = await redis.ConnectAsync();
                await sleeper.SendAsync(RespWriter.Encode(RedisCommand.Of("DEBUG", "SLEEP", "0.6")), TestRedis.Token);
            },
            $"Watch:Measures:{RedisMeasures.AnswerTime}:Breach=500ms");
    }

    private static async Task DropAsync(IEnumerable<RespConnection> clients)
    {
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private static async Task DriveAsync(
        RedisServer redis, string measure, string title, string cause, Func<Task> beyond, Func<Task> back, Func<Task>? again = null, params string[] settings)
    {
        await using var room = await WatchRoom.StartAsync(redis, Url, [measure], settings);
        await room.LookAsync();
        Assert.Empty(await room.OpenAsync());

        await beyond();
        var incident = await room.BreachedAsync(measure, again);
        Assert.StartsWith(title, incident.Title, StringComparison.Ordinal);
        Assert.Contains(cause, string.Create(CultureInfo.InvariantCulture, $"{incident.Cause} {incident.Target}"), StringComparison.Ordinal);

        await back();
        await room.QuietAsync();
    }
}
