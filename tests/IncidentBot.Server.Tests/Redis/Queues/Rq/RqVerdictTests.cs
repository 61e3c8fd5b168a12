using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>What the list and the status say of queues in every kind of trouble, side by side on one server, and of those that are well.</summary>
public sealed class RqVerdictTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Queue, how it came about, what is said, and the step that is offered.</summary>
    private static readonly (string Queue, Func<Seed, Seed> Make, string Sentence, string Step)[] Sick =
    [
        ("gone", seed => seed.Queued(3, 20 * Second).Worker("gone.1", "idle", connected: false),
            "stands still: its only worker gone.1 is registered, but it has no connection here: killed; 3 jobs wait, the first for 20 s",
            "/rq workers on primary"),
        ("deaf", seed => seed.Queued(2, 20 * Second).Worker("deaf.1", "idle"),
            "stands still: its only worker deaf.1 is idle and takes none; 2 jobs wait, the first for 20 s", "/rq workers on primary"),
        ("nobody", seed => seed.Queued(1, 20 * Second), "stands still: no worker listens to it; 1 job waits, the first for 20 s", "/rq workers on primary"),
        ("held", seed => seed.Queued(40, 11 * Minute).Worker("held.1", "busy", "export", 12 * Minute),
            "is held up: its only worker has run job export for 12 min; 40 jobs wait, the first for 11 min", "/rq workers on primary"),
        ("held-two", seed => seed.Queued(40, 4 * Minute).Worker("two.1", "busy", "export-a", 3 * Minute).Worker("two.2", "busy", "export-b", 5 * Minute),
            "is held up: all its 2 workers are busy, the longest with job export-b for 5 min; 40 jobs wait, the first for 4 min", "/rq workers on primary"),
        ("failing", seed => seed.Ended("failed", 10, 2 * Second, "Gateway timeout").Ended("finished", 20, 2 * Second).Worker("failing.1", "idle"),
            "is failing: 10 of 30 jobs that ended in the last minute failed: IOError: Gateway timeout (10)", "/rq failed failing on primary"),
        ("no-results", seed => seed.Ended("failed", 6, 2 * Second, "Gateway timeout").Worker("few.1", "idle", successes: 100),
            "is failing: 6 jobs failed in the last 10 min: IOError: Gateway timeout (6)", "/rq failed no-results on primary"),
        ("lost", seed => seed.Started("report", "lost.1", -2 * Minute).Worker("lost.1", "busy", "report", 5 * Minute, connected: false),
            "has 1 started job whose worker was killed: lost.1 is registered still, but it has no connection here and missed the heartbeat of job report",
            "/rq workers on primary"),
    ];

    /// <summary>What may look like trouble and is none.</summary>
    private static readonly (string Queue, Func<Seed, Seed> Make)[] Well =
    [
        ("empty", seed => seed),
        ("busy", seed => seed.Queued(30, 2 * Minute).Worker("busy.1", "busy", "short", 2 * Second)),
        ("long", seed => seed.Started("film", "long.1", Minute).Worker("long.1", "busy", "film", 3 * Hour)),
        ("soon", seed => seed.Queued(2, 3 * Minute).Worker("soon.1", "busy", "three", 3 * Minute)),
        ("just-added", seed => seed.Queued(3, -Hour).Worker("added.1", "idle", connected: false)),
        ("one-left", seed => seed.Queued(3, 20 * Second).Worker("left.1", "idle", connected: false).Worker("left.2", "busy", "brief", 2 * Second)),
        ("nameless", seed => seed.Queued(3, 5 * Second).Worker("nameless.1", "started", connected: false, address: "unknown")),
        ("failed-before", seed => seed.Ended("failed", 40, Hour, "Gateway timeout").Worker("before.1", "idle")),
        ("mended", seed => seed.Ended("failed", 9, 4 * Minute, "Gateway timeout").Ended("finished", 2, 2 * Second).Worker("mended.1", "idle")),
        ("expects-some", seed => seed.Ended("failed", 9, 2 * Second, "Not found").Ended("finished", 60, 2 * Second).Worker("some.1", "idle")),
        ("many-unseen", seed => seed.Ended("failed", 6, 2 * Second, "Not found").Worker("unseen.1", "idle", successes: 100_000)),
    ];

    [Fact]
    public async Task The_cause_is_named_with_numbers_for_each_queue_and_what_is_well_is_not_called_sick()
    {
        await using var scene = await RqScene.CreateAsync();
        await using var connections = new Connections(scene.Server);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (queue, make) in Sick.Select(sick => (sick.Queue, sick.Make)).Concat(Well))
        {
            await make(new Seed(queue, now)).WriteAsync(scene.Server, connections);
        }

        var list = await scene.ReadAsync(RqScene.Call("list"));

        foreach (var (queue, _, sentence, step) in Sick)
        {
            var status = await scene.ReadAsync(RqScene.Call("status", ("queue", queue)));
            AssertSays($"{queue} {sentence}.", status.Answer);
            Assert.False(status.Healthy);
            Assert.Equal(step, status.Next[0].Command);
            scene.Typed(step);
            AssertSays($"{queue} on primary {sentence}", list.Troubled.Single(trouble => trouble.Read["queue"] == queue).Problem);
        }

        foreach (var (queue, _) in Well)
        {
            var status = await scene.ReadAsync(RqScene.Call("status", ("queue", queue)));
            Assert.True(status.Healthy, status.Answer);
        }

        Assert.Equal(Sick.Length, list.Troubled.Count);
        Assert.StartsWith("held on primary is held up: its only worker has run job export for 12 min", list.Answer, StringComparison.Ordinal);
        Assert.EndsWith($"; {Sick.Length} of {Sick.Length + Well.Length} queues need a look", list.Answer, StringComparison.Ordinal);
        Assert.Equal(["/rq workers on primary", "/rq status held on primary"], list.Next.Select(next => next.Command));
        Assert.Contains(list.Readings, reading => reading is { Name: "rq.failed_of_late:failing", Value: 10 });

        await scene.Server.AskAsync("SET", RqKeys.Suspended, 1);
        list = await scene.ReadAsync(RqScene.Call("list"));
        Assert.Equal("RQ on primary stands still: it is suspended until it is resumed; 127 jobs wait in 10 queues", list.Answer);
        Assert.Equal("/rq resume on primary", list.Next[0].Command);
    }

    [Fact]
    public async Task A_worker_that_was_killed_while_idle_is_told_from_one_that_serves()
    {
        await using var scene = await RqScene.CreateAsync();
        using (var killed = await RqPython.StartAsync(scene.Server, "serve"))
        {
            await Eventually.TrueAsync(async () => await StateAsync(scene) == "idle", "the worker is idle");
            killed.Kill();
            await killed.WaitForExitAsync(TestRedis.Token);
        }

        // Before anything waits.
        var workers = await scene.ReadAsync(RqScene.Call("workers"));
        Assert.StartsWith("primary: 0 workers (and 1 registered but gone: killed, or without a heartbeat)", workers.Answer, StringComparison.Ordinal);
        Assert.False(workers.Healthy);
        await scene.RqAsync("enqueue=1");
        await scene.AskAsync("DEL", RqKeys.Queue("default"));
        Assert.Matches(
            "^default is empty; its only worker [0-9a-f]{32} is registered, but it has no connection here: killed\\.$",
            (await scene.ReadAsync(RqScene.Call("status", ("queue", "default")))).Answer);

        await scene.RqAsync("enqueue=3");
        var head = (await scene.Server.AskAsync("LINDEX", RqKeys.Queue("default"), 0)).AsString()!;
        await scene.AskAsync("HSET", RqKeys.Job(head), "enqueued_at", RqTime.Format(TimeProvider.System.GetUtcNow() - (10 * Second)));

        var list = await scene.ReadAsync(RqScene.Call("list"));

        Assert.Matches(
            "^default on primary stands still: its only worker [0-9a-f]{32} is registered, but it has no connection here: killed; "
                + "3 jobs wait, the first for 1[0-9] s$",
            list.Answer);
        Assert.Contains(
            (await scene.ReadAsync(scene.Typed(list.Next[0].Command))).Evidence,
            line => line.Contains("no connection gives", StringComparison.Ordinal));

        using var worker = await RqPython.StartAsync(scene.Server, "serve");
        try
        {
            await Eventually.TrueAsync(async () => (await scene.RanAsync()).Values.Sum() == 3, "another worker has done them");
            Assert.True((await scene.ReadAsync(RqScene.Call("list"))).Healthy);
        }
        finally
        {
            worker.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_worker_whose_heartbeat_is_overdue_serves_nobody_even_where_connections_cannot_be_seen()
    {
        await using var scene = await RqScene.CreateAsync();
        await using var connections = new Connections(scene.Server);
        var now = TimeProvider.System.GetUtcNow();
        await new Seed("reports", now).Queued(3, Second).Worker("reports.1", "idle", connected: false).WriteAsync(scene.Server, connections);
        await new Seed("mails", now).Queued(3, Second).Worker("mails.1", "idle", connected: false).WriteAsync(scene.Server, connections);

        // What is left of eight minutes when a waiting worker missed its heartbeat, and when it had just one.
        await scene.AskAsync("PEXPIRE", RqKeys.Worker("reports.1"), 44_000);
        await scene.AskAsync("PEXPIRE", RqKeys.Worker("mails.1"), 480_000);
        await scene.AskAsync("HSET", RqKeys.Worker("reports.1"), "last_heartbeat", RqTime.Format(now - TimeSpan.FromSeconds(436)));
        await scene.Server.AskAsync("ACL", "SETUSER", "narrow", "on", ">p", "~*", "&*", "+@all", "-client|list");
        await using var services = RqScene.Services(scene.Server.UrlWith("narrow:p"));
        var narrow = new ActionCatalogue(services.GetServices<IRunbookAction>());

        var status = await ReadAsync(RqScene.Call("status", ("queue", "reports")));
        var list = await ReadAsync(RqScene.Call("list"));
        var workers = await ReadAsync(RqScene.Call("workers"));

        Assert.Matches(
            "^reports stands still: its only worker reports.1 is registered, but its heartbeat is overdue, the last was 7 min 1[0-9] s ago: killed or hung; "
                + @"3 jobs wait, the first for \d+ s\.$",
            status.Answer);
        Assert.StartsWith("reports on primary stands still: its only worker reports.1", list.Answer, StringComparison.Ordinal);
        Assert.Single(list.Troubled);
        Assert.StartsWith("primary: 1 worker (and 1 registered but gone", workers.Answer, StringComparison.Ordinal);
        Assert.Contains(workers.Evidence, line => line.StartsWith("reports.1  idle", StringComparison.Ordinal)
            && line.Contains("its heartbeat is overdue", StringComparison.Ordinal));

        Task<ActionReport> ReadAsync(ActionCall call) => ((IObserveAction)narrow.Find(call.Action.Value)!).ReadAsync(call, TestRedis.Token);
    }

    [Fact]
    public async Task A_worker_that_lost_its_name_when_it_connected_again_still_serves()
    {
        await using var scene = await RqScene.CreateAsync();
        await using var connections = new Connections(scene.Server);
        await new Seed("reports", TimeProvider.System.GetUtcNow()).Queued(3, 5 * Second).Worker("reports.1", "started", connected: false)
            .WriteAsync(scene.Server, connections);
        await using var nameless = await scene.Server.ConnectAsync();
        await nameless.SendAsync(RespWriter.Encode(RedisCommand.OfConnection("BLPOP", "nothing", 0)), TestRedis.Token);
        await Eventually.TrueAsync(
            async () => (await scene.Server.AskAsync("CLIENT", "LIST")).AsString()!.Contains("cmd=blpop", StringComparison.Ordinal),
            "somebody waits without a name");

        var status = await scene.ReadAsync(RqScene.Call("status", ("queue", "reports")));

        Assert.True(status.Healthy, status.Answer);
    }

    [Fact]
    public async Task What_real_jobs_raised_is_counted_together()
    {
        await using var scene = await RqScene.CreateAsync("finish=2", "fail=6");

        var list = await scene.ReadAsync(RqScene.Call("list"));

        Assert.Matches(
            @"^default on primary is failing: 6 of \d jobs that ended in the last [a-z0-9 ]+ failed: ValueError: no failed… at redis://\S+ \(6\)$",
            list.Answer);
    }

    private static async Task<string?> StateAsync(RqScene scene) =>
        (await scene.Server.AskAsync("SMEMBERS", RqKeys.Workers)).AsItems() is [var key, ..]
            ? (await scene.Server.AskAsync("HGET", key.AsString()!, "state")).AsString()
            : null;

    /// <summary>The same, but for seconds that passed meanwhile.</summary>
    private static void AssertSays(string expected, string said) =>
        Assert.Equal(Seconds(expected), Seconds(Regex.Replace(said, @"(\d+ min) \d+ s", "$1")));

    private static string Seconds(string sentence) => Regex.Replace(sentence, @"for \d+ s\b", "for some s");

    /// <summary>A queue as RQ 1.13 would have left it some time ago.</summary>
    private sealed class Seed(string queue, DateTimeOffset now)
    {
        private readonly List<RedisCommand> commands = [RedisCommand.Of("SADD", RqKeys.Queues, RqKeys.Queue(queue))];
        private readonly List<string> names = [];

        public Seed Queued(int jobs, TimeSpan oldest)
        {
            for (var i = 0; i < jobs; i++)
            {
                Job($"{queue}-q{i}", "queued", "enqueued_at", At(oldest));
                commands.Add(RedisCommand.Of("RPUSH", RqKeys.Queue(queue), $"{queue}-q{i}"));
            }

            return this;
        }

        /// <param name="state">Of the jobs, and the name of their registry.</param>
        public Seed Ended(string state, int jobs, TimeSpan ago, string? reason = null)
        {
            for (var i = 0; i < jobs; i++)
            {
                var id = $"{queue}-{state}{i}";
                Job(
                    id,
                    state,
                    "enqueued_at",
                    At(ago),
                    "ended_at",
                    At(ago),
                    "exc_info",
                    reason is null ? "" : $"Traceback\n  File \"x.py\"\nIOError: {reason}\n");
                commands.Add(RedisCommand.Of("ZADD", $"rq:{state}:{queue}", now.AddYears(1).ToUnixTimeSeconds(), id));
            }

            return this;
        }

        /// <param name="left">Until its heartbeat expires.</param>
        public Seed Started(string id, string worker, TimeSpan left)
        {
            Job(id, "started", "worker_name", worker);
            commands.Add(RedisCommand.Of("ZADD", RqKeys.Started(queue), (now + left).ToUnixTimeSeconds(), id));
            return this;
        }

        public Seed Worker(
            string name,
            string state,
            string? job = null,
            TimeSpan running = default,
            bool connected = true,
            string address = "127.0.0.1:5",
            int successes = 0)
        {
            commands.Add(RedisCommand.Of("SADD", RqKeys.Workers, RqKeys.Worker(name)));
            commands.Add(RedisCommand.Of(
                "HSET", RqKeys.Worker(name), "state", state, "version", "1.13.0", "queues", queue, "last_heartbeat", At(Second), "birth", At(Hour),
                "ip_address", address, "successful_job_count", successes, "current_job", job ?? ""));
            if (job is not null)
            {
                commands.Add(RedisCommand.Of("HSET", RqKeys.Job(job), "started_at", At(running), "status", "started", "origin", queue, "data", "x"));
            }

            if (connected)
            {
                names.Add(name);
            }

            return this;
        }

        public async Task WriteAsync(RedisServer server, Connections connections)
        {
            Assert.All(await server.AskAllAsync([.. commands]), reply => Assert.Null(reply.AsError));
            foreach (var name in names)
            {
                await connections.OpenAsync(name);
            }
        }

        private string At(TimeSpan ago) => RqTime.Format(now - ago);

        private void Job(string id, string status, params RedisArgument[] fields) =>
            commands.Add(RedisCommand.Of("HSET", [RqKeys.Job(id), "status", status, "origin", queue, "data", "x", .. fields]));
    }
}
