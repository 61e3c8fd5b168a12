using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.Rq;

public sealed class RqDryRunTests
{
    /// <summary>What to type for each action, with something to do. A new action needs a line here.</summary>
    internal static readonly Dictionary<string, string> Examples = new()
    {
        ["rq.list"] = "/rq list",
        ["rq.status"] = "/rq status default",
        ["rq.workers"] = "/rq workers",
        ["rq.failed"] = "/rq failed default",
        ["rq.requeue"] = "/rq requeue default version=1.13",
        ["rq.recover-abandoned"] = "/rq recover-abandoned default version=1.13",
        ["rq.enqueue-overdue"] = "/rq enqueue-overdue default version=1.13",
        ["rq.suspend"] = "/rq suspend version=1.13",
        ["rq.resume"] = "/rq resume version=1.13",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reading_planning_and_checking_write_nothing_and_never_fetch_pickled_data(bool suspended)
    {
        await using var scene = await RqScene.CreateAsync("finish=1", "fail=4", "schedule=2", "abandon", "expire", "enqueue=2");
        if (suspended)
        {
            await scene.RqAsync("suspend");
        }

        var before = await RqSnapshot.TakeAsync(scene.Server);
        await using var monitor = await scene.Server.ConnectAsync();
        await monitor.SendAsync(RespWriter.Encode(RedisCommand.OfConnection("MONITOR")), TestRedis.Token);
        Assert.Equal("OK", (await monitor.ReadAsync(TestRedis.Token)).AsString());

        foreach (var action in scene.Actions.Where(action => action.Definition.Id.System == "rq"))
        {
            var id = action.Definition.Id.Value;
            Assert.True(Examples.TryGetValue(id, out var typed), $"{id} is new: say in Examples what to type, so that its dry run is tested.");
            var call = scene.Typed(typed);
            if (action is IObserveAction)
            {
                await scene.ReadAsync(call);
            }
            else if (id != (suspended ? "rq.suspend" : "rq.resume"))
            {
                // A refusal would prove nothing.
                await scene.VerifyAsync(call, await scene.ReadyAsync(call));
            }
        }

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

        Assert.DoesNotContain(seen, line => line.Contains("HGETALL", StringComparison.OrdinalIgnoreCase)
            || (line.Contains("\"data\"", StringComparison.Ordinal) && !line.Contains("HEXISTS", StringComparison.Ordinal)));
        Assert.Equal(before, await RqSnapshot.TakeAsync(scene.Server));
    }
}
