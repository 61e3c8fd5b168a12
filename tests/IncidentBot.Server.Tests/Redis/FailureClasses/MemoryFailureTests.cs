using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class MemoryFailureTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Out_of_memory_is_ended_by_clearing_the_cache_that_fills_it_or_by_a_higher_limit(bool clear)
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);
        await RedisTroubles.FillAsync(server, ("rl:", 20_000, 300));
        var used = RedisInfo.Parse((await server.AskAsync("INFO", "memory")).AsString()!).Memory.Used!.Value;
        await server.AskAsync("CONFIG", "SET", "maxmemory", used * 95 / 100);
        Assert.StartsWith("OOM ", (await server.AskAsync("SET", "a", "b")).AsError!.Message, StringComparison.Ordinal);

        var diagnosis = await rig.DiagnosedAsync(FailureClass.OutOfMemory);

        var suggested = Assert.Single(diagnosis.Next, next => next.Command.StartsWith("/redis clear-cache ", StringComparison.Ordinal)).Command;
        await rig.DoAsync(clear ? suggested["/redis ".Length..].Replace(" on primary", "", StringComparison.Ordinal) : $"set-maxmemory {used * 2}");
        await rig.OverAsync();
    }
}
