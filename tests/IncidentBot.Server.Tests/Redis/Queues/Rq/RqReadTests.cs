using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.Rq;

public sealed class RqReadTests
{
    private static readonly (string, string) Queue = ("queue", "default");

    [Fact]
    public async Task The_list_counts_what_each_queue_holds()
    {
        await using var scene = await RqScene.CreateAsync("finish=2", "fail=4", "schedule=2", "abandon", "enqueue=3");
        await scene.AskAsync("SADD", RqKeys.Queues, "rq:queue:empty");

        var list = await scene.ReadAsync(RqScene.Call("list"));

        Assert.Equal("default on primary has 2 overdue scheduled jobs and no scheduler: no worker runs with --with-scheduler", list.Answer);
        Assert.Equal(list.Answer, Assert.Single(list.Troubled).Problem);
        Assert.Equal(
            [
                "2 RQ queues, 3 queued, 4 failed; 0 workers (and 1 registered but gone: killed, or without a heartbeat); not suspended",
                "  queued  started   failed scheduled deferred  queue",
                "       3        1        4         3        1  default",
                "       0        0        0         0        0  empty",
            ],
            list.Evidence);
    }

    [Fact]
    public async Task The_status_of_a_queue_that_nobody_serves_says_so_and_how_long_its_head_has_waited()
    {
        await using var scene = await RqScene.CreateAsync("enqueue=3");
        var head = (await scene.Server.AskAsync("LINDEX", RqKeys.Queue("default"), 0)).AsString()!;
        await scene.AskAsync("HSET", RqKeys.Job(head), "enqueued_at", RqTime.Format(TimeProvider.System.GetUtcNow().AddHours(-3)));

        var status = await scene.ReadAsync(RqScene.Call("status", Queue));

        Assert.StartsWith("default stands still: no worker listens to it; 3 jobs wait, the first for 3 h.", status.Answer, StringComparison.Ordinal);
        Assert.False(status.Healthy);
    }

    [Fact]
    public async Task The_status_of_a_served_queue_lists_its_workers()
    {
        await using var scene = await RqScene.CreateAsync("fail=3", "enqueue=1", "birth");
        await using var connections = new Connections(scene.Server);
        await connections.OpenAsync("idle");

        var status = await scene.ReadAsync(RqScene.Call("status", Queue));

        Assert.StartsWith("default is served: 1 job waits, the first for ", status.Answer, StringComparison.Ordinal);
        Assert.EndsWith("; 3 jobs failed.", status.Answer, StringComparison.Ordinal);
        Assert.True(status.Healthy);
        Assert.Contains(status.Evidence, line => line.StartsWith("idle  starting, RQ 1.13.0, heartbeat ", StringComparison.Ordinal));
        Assert.Contains(status.Next, next => next.Command == "/rq failed default on primary");
    }

    [Theory]
    [InlineData("defualt", "Did you mean default?")]
    [InlineData("Default", "Did you mean default?")]
    [InlineData("payments", "Queues: default.")]
    public async Task An_unknown_queue_is_answered_with_those_that_are_meant(string typed, string hint)
    {
        await using var scene = await RqScene.CreateAsync("enqueue=1");

        foreach (var verb in new[] { "status", "failed" })
        {
            var report = await scene.ReadAsync(RqScene.Call(verb, ("queue", typed)));
            Assert.Equal($"RQ has no queue '{typed}' on primary.", report.Answer);
            Assert.Equal([hint], report.Evidence);
        }

        Assert.Equal(hint, Assert.IsType<PlanResult.Refused>(await scene.PlanAsync(RqScene.Call("requeue", ("queue", typed), ("version", "1.13")))).Hint);
    }

    [Fact]
    public async Task Failed_jobs_are_shown_with_function_and_last_line_and_without_arguments_or_secrets()
    {
        await using var scene = await RqScene.CreateAsync("fail=5");

        var failed = await scene.ReadAsync(RqScene.Call("failed", Queue));

        Assert.StartsWith("default: 5 failed jobs, the latest ", failed.Answer, StringComparison.Ordinal);
        var text = string.Join('\n', failed.Evidence);
        Assert.Matches(@"crm:42  rq_tasks\.mendable, failed, \d+ s ago\n.*\n    ValueError: no failed0 at redis://app:\[redacted\]@db:6379", text);
        Assert.Contains("  not named, failed, ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", text, StringComparison.Ordinal);
        Assert.Contains(failed.Next, next => next.Command == "/rq requeue default all on primary");

        var two = await scene.ReadAsync(RqScene.Call("failed", Queue, ("count", "2")));
        Assert.Equal("… 3 more", two.Evidence[^1]);
        Assert.Equal(2, two.Evidence.Count(line => !line.StartsWith(' ')) - 1);
    }

    [Fact]
    public async Task The_traceback_that_an_older_RQ_kept_in_the_job_is_read_too()
    {
        await using var scene = await RqScene.CreateAsync("bulkfail=1");
        var id = (await scene.Server.AskAsync("ZRANGE", RqKeys.Failed("default"), 0, 0)).AsItems()[0].AsString()!;
        foreach (var (stored, expected) in new (byte[], string)[]
        {
            (Zlib("Traceback\nKeyError: 'zlib'\n"), "    KeyError: 'zlib'"),
            ("Traceback\nKeyError: 'plain'\n"u8.ToArray(), "    KeyError: 'plain'"),
        })
        {
            await scene.AskAsync("HSET", RqKeys.Job(id), "exc_info", stored);

            Assert.Equal(expected, (await scene.ReadAsync(RqScene.Call("failed", Queue))).Evidence[^1]);
        }
    }

    [Fact]
    public async Task A_Redis_without_RQ_and_a_Redis_that_is_down_are_both_an_answer()
    {
        await using var scene = await RqScene.CreateAsync();
        Assert.Equal("primary has no RQ queue: rq:queues is empty.", (await scene.ReadAsync(RqScene.Call("list"))).Answer);
        Assert.Equal("primary: no RQ worker is registered", (await scene.ReadAsync(RqScene.Call("workers"))).Answer);

        await scene.Server.KillAsync();

        await Eventually.TrueAsync(
            async () => (await scene.ReadAsync(RqScene.Call("status", Queue))).FailureClass == "REFUSED",
            "the status says that the Redis is down");
    }

    private static byte[] Zlib(string text)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(compressed, System.IO.Compression.CompressionLevel.Optimal))
        {
            zlib.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
