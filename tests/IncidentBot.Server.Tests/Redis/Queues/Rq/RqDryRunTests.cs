using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.Rq;

public sealed class RqDryRunTests
{
    [Fact]
    public async Task Reading_and_planning_write_nothing_and_never_fetch_pickled_data()
    {
        await using var scene = await RqScene.CreateAsync("finish=1", "fail=4", "schedule=2", "abandon", "expire", "enqueue=2");
        var before = await RqSnapshot.TakeAsync(scene.Server);
        await using var monitor = await scene.Server.ConnectAsync();
        await monitor.SendAsync(RespWriter.Encode(RedisCommand.OfConnection("MONITOR")), TestRedis.Token);
        Assert.Equal("OK", (await monitor.ReadAsync(TestRedis.Token)).AsString());

        foreach (var verb in new[] { "list", "status", "workers", "failed" })
        {
            await scene.ReadAsync(RqScene.Call(verb, ("queue", "default")));
        }

        foreach (var verb in new[] { "requeue", "recover-abandoned", "enqueue-overdue", "suspend" })
        {
            await scene.ReadyAsync(RqScene.Call(verb, ("queue", "default"), ("version", "1.13")));
        }

        await scene.PlanAsync(RqScene.Call("resume", ("version", "1.13")));
        await scene.Server.AskAsync("ECHO", "the-end");
        var seen = new List<string>();
        while (seen.Count == 0 || !seen[^1].Contains("the-end", StringComparison.Ordinal))
        {
            seen.Add((await monitor.ReadAsync(TestRedis.Token)).AsString()!);
        }

        foreach (var name in seen.Select(line => line.Split('"')[1].ToLowerInvariant()).Distinct())
        {
            var flags = (await scene.Server.AskAsync("COMMAND", "INFO", name)).AsItems()[0].AsItems()[2].AsItems().Select(flag => flag.AsString());
            Assert.False(flags.Contains("write") || name.StartsWith("eval", StringComparison.Ordinal), $"{name} writes");
        }

        Assert.DoesNotContain(seen, line => line.Contains("HGETALL", StringComparison.OrdinalIgnoreCase) || (line.Contains("\"data\"", StringComparison.Ordinal) && !line.Contains("HEXISTS", StringComparison.Ordinal)));
        Assert.Equal(before, await RqSnapshot.TakeAsync(scene.Server));
    }
}
