using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// Each way in which a queue stands still, with real workers: provoked, named by the status, ended by what the status suggests
/// or says, and seen to be over by the status again and by the jobs that ran.
/// </summary>
public sealed class FailureClassTests
{
    public static TheoryData<string> Libraries => [BullMqPeer.V5, BullMqPeer.V6];

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task No_workers(string library)
    {
        await using var scene = await Scene.StartAsync(library);
        await scene.AddAsync(3);

        Assert.Matches(@"^no workers are connected; 3 jobs wait( \(the first for \d+ s\))?$", await scene.TroubleAsync());
        Assert.Contains(scene.Last.Evidence, line => line.StartsWith("Start its workers first", StringComparison.Ordinal));

        await using var worker = await scene.WorkAsync();
        await scene.HealthyAsync(completed: 3);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task Paused(string library)
    {
        await using var scene = await Scene.StartAsync(library);
        await using var worker = await scene.WorkAsync();
        await scene.Peer.RunAsync(BullMqPeer.Do("pause"));
        await scene.AddAsync(3);

        Assert.Equal("paused: 3 jobs held until somebody resumes it", await scene.TroubleAsync());
        Assert.Equal("Resumed publishing.", await scene.DoWhatIsSuggestedAsync("/queue resume publishing on primary"));

        await scene.HealthyAsync(completed: 3);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task Stalled(string library)
    {
        await using var scene = await Scene.StartAsync(library);
        await using var killed = await BullMqWorker.StartAsync(scene.Peer, "killed", lockDuration: 300);
        await scene.AddAsync(3);
        await scene.UntilActiveAsync(3);
        killed.Kill();
        await using var worker = await scene.WorkAsync();
        await Eventually.TrueAsync(async () => (await scene.Peer.AskAsync("KEYS", "bull:publishing:*:lock")).AsItems().Count == 0, "the locks have run out");
        await Eventually.TrueAsync(
            async () => ClientList.Parse((await scene.Peer.AskAsync("CLIENT", "LIST")).AsString()!).Clients.Count(client => client.Command == "bzpopmin") == 1,
            "one worker is left");

        Assert.StartsWith("stalled: 3 jobs in active, but no worker holds them, the oldest for ", await scene.TroubleAsync(), StringComparison.Ordinal);
        Assert.Equal("Put back 3 jobs.", await scene.DoWhatIsSuggestedAsync("/queue retry-stalled publishing on primary"));

        await scene.HealthyAsync(completed: 3);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task Maxed(string library)
    {
        await using var scene = await Scene.StartAsync(library);
        await scene.Peer.RunAsync(new { @do = "allow", jobs = 1 });
        await using var worker = await BullMqWorker.StartAsync(scene.Peer, "slow");
        await scene.AddAsync(3);
        await scene.UntilActiveAsync(1);

        Assert.Equal("maxed: the one place that its owner allows is taken; 2 jobs wait for one", await scene.TroubleAsync());
        Assert.Contains(scene.Last.Evidence, line => line.StartsWith("At most 1 at a time is its owner's setting", StringComparison.Ordinal));
        Assert.Equal("publishing on primary: 1 job active", (await scene.Bot.ReadAsync(scene.Suggested("/queue jobs publishing active on primary"))).Answer);

        await worker.LetGoAsync();
        await scene.HealthyAsync(completed: 3);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task Limited(string library)
    {
        await using var scene = await Scene.StartAsync(library);
        await scene.Peer.RunAsync(new { @do = "limit", jobs = 1, milliseconds = 8_000 });
        await using var worker = await scene.WorkAsync();
        await scene.AddAsync(3);
        await Eventually.TrueAsync(async () => (await scene.Peer.SetAsync("completed")).Length == 1, "the one job that is allowed has run");

        Assert.StartsWith("limited: the rate limit holds 2 jobs for another ", await scene.TroubleAsync(), StringComparison.Ordinal);
        Assert.Contains(scene.Last.Evidence, line => line.EndsWith("then work goes on by itself. Whoever set it can raise it.", StringComparison.Ordinal));

        // Not reached any more, though its time still runs.
        await scene.Peer.RunAsync(new { @do = "limit", jobs = 100, milliseconds = 8_000 });
        Assert.True((await scene.Bot.ReadAsync("queue.status publishing")).Healthy);
        await scene.HealthyAsync(completed: 3);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task Overdue(string library)
    {
        await using var scene = await Scene.StartAsync(library);
        await using var worker = await scene.WorkAsync();

        // What looks at delayed jobs is a worker. This one is connected and does not run.
        worker.Stop();
        var id = (string)(await scene.Peer.RunAsync(
            new { @do = "add", jobs = new[] { new { name = "later", data = new { }, opts = new { delay = 3_600_000 } } } }))[0]![0]!;
        await scene.Peer.AskAsync("ZADD", "bull:publishing:delayed", "XX", (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 60_000) * 4096, id);

        Assert.StartsWith("overdue: 1 job should have started, the first 1 min ", await scene.TroubleAsync(), StringComparison.Ordinal);
        Assert.Equal("Promoted 1 job.", await scene.DoWhatIsSuggestedAsync("/queue promote publishing overdue on primary"));

        worker.Continue();
        await scene.HealthyAsync(completed: 1);
    }

    /// <summary>A Redis, its queue and the bot.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private Scene(BullMqPeer peer) => (Peer, Bot) = (peer, new QueueBot(peer));

        public BullMqPeer Peer { get; }

        public QueueBot Bot { get; }

        public ActionReport Last { get; private set; } = null!;

        public static async Task<Scene> StartAsync(string library)
        {
            var scene = new Scene(new BullMqPeer(library, await RedisServer.StartAsync(), 0));
            await scene.AddAsync(0);
            return scene;
        }

        public async Task AddAsync(int jobs) => await Peer.RunAsync(
            new { @do = "add", jobs = Enumerable.Range(0, jobs).Select(n => new { name = "publish", data = new { n } }) },
            BullMqPeer.Do("counts"));

        /// <summary>A worker that finishes what it takes.</summary>
        public async Task<BullMqWorker> WorkAsync()
        {
            var worker = await BullMqWorker.StartAsync(Peer, "worker");
            await worker.LetGoAsync();
            return worker;
        }

        public Task UntilActiveAsync(int jobs) => Eventually.TrueAsync(async () => (await Peer.ListAsync("active")).Length == jobs, $"{jobs} jobs are active");

        /// <summary>What the status says; it has to be bad.</summary>
        public async Task<string> TroubleAsync()
        {
            Last = await Bot.ReadAsync("queue.status publishing");
            Assert.False(Last.Healthy, Last.Answer);
            return Last.Answer["publishing on primary: ".Length..];
        }

        /// <summary>The suggestion, as the command reader would hand it on.</summary>
        public string Suggested(string command)
        {
            Assert.Contains(Last.Next, next => next.Command == command);
            return $"queue.{command["/queue ".Length..^" on primary".Length]}";
        }

        public Task<string> DoWhatIsSuggestedAsync(string command) => Bot.DoAsync(Suggested(command));

        public async Task HealthyAsync(int completed)
        {
            await Eventually.TrueAsync(async () => (await Peer.SetAsync("completed")).Length == completed, $"{completed} jobs are completed");
            Last = await Bot.ReadAsync("queue.status publishing");
            Assert.Equal("publishing on primary: healthy: 0 jobs waiting, 0 jobs active, 1 worker", Last.Answer);
            Assert.True(Last.Healthy);
        }

        public async ValueTask DisposeAsync()
        {
            await Bot.DisposeAsync();
            await Peer.Server.DisposeAsync();
        }
    }
}
