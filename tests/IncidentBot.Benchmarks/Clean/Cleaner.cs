using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using IncidentBot.Actions;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Redis;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Queues.BullMq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Benchmarks.Clean;

/// <summary>A way to remove all completed jobs; it says when it began and ended, by the machine's monotonic clock.</summary>
internal sealed record Cleaner(string Name, Func<RedisServer, string, CancellationToken, Task<(long From, long To)>> RunAsync)
{
    /// <summary>The action itself, as <c>/queue clean</c> runs it: planned, each job in a snapshot on the disk before it goes.</summary>
    public static Cleaner Bot { get; } = new("bot: queue.clean with snapshot", async (server, folder, ct) =>
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder().AddInMemoryCollection([new("Targets:primary:Url", server.Url), new("Queues:SnapshotPath", folder)]).Build())
            .AddRedis()
            .AddRedisActions()
            .AddBullMqActions()
            .BuildServiceProvider();
        var action = services.GetServices<IRunbookAction>().OfType<CleanAction>().Single();
        var call = new ActionCall(
            action.Definition.Id,
            "primary",
            new Dictionary<string, string> { ["queue"] = FinishedJobs.Queue, ["state"] = "completed", ["older-than"] = "keep=0" });
        var from = Stopwatch.GetTimestamp();
        var plan = await action.PlanAsync(call, ct) is PlanResult.Ready ready ? ready.Plan : throw new BenchmarkException("queue.clean has no plan.");
        var applied = await action.ApplyAsync(call, plan, Permit(RunId.New(TimeProvider.System.GetUtcNow())), new Progress<RunProgress>(), ct);
        return applied is ApplyResult.Done ? (from, Stopwatch.GetTimestamp()) : throw new BenchmarkException($"queue.clean did not end well: {applied}");
    });

    public static Cleaner Library { get; } = Peer("BullMQ: queue.clean(0, 0)", new { @do = "clean", grace = 0, limit = 0, state = "completed" });

    public static Cleaner AtOnce { get; } = Peer("BullMQ: one cleanJobsInSet", new { @do = "cleanAtOnce", state = "completed" });

    private static Cleaner Peer(string name, object step) => new(name, async (server, _, ct) =>
    {
        var timed = (await BullMq.RunAsync(server, FinishedJobs.Queue, ct, new { @do = "timed", step }))[0]!;
        return (Ticks(timed["from"]!), Ticks(timed["to"]!));
    });

    // Node's clock has nanoseconds, and so has .NET's on Linux; it is the same clock.
    private static long Ticks(System.Text.Json.Nodes.JsonNode nanoseconds) =>
        long.Parse((string)nanoseconds!, CultureInfo.InvariantCulture) / (1_000_000_000 / Stopwatch.Frequency);

    // Outside of benchmarks and tests only the executor can make one.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ExecutionPermit Permit(RunId run);
}
