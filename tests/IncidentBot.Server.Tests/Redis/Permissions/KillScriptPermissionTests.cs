using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Permissions;

/// <summary>A server that a script keeps busy answers no question about rights: they show when the script is to be ended.</summary>
public sealed class KillScriptPermissionTests
{
    [Theory]
    [InlineData(ReadmeUsers.Reader, false)]
    [InlineData(ReadmeUsers.Repair, true)]
    public async Task It_is_ended_by_who_may_and_the_other_is_told_what_lacks(string user, bool may)
    {
        await using var server = await RedisServer.StartAsync("--busy-reply-threshold", "100");
        await using var bot = new WholeCatalogue(await ReadmeUsers.MakeAsync(server, user));
        await using var script = await RedisTroubles.OccupyAsync(server);

        var plan = Assert.IsType<PlanResult.Ready>(await bot.PlanAsync("redis.kill-script")).Plan;
        var applied = await bot.ApplyAsync("redis.kill-script", plan);

        if (may)
        {
            Assert.Equal("Ended the script.", Assert.IsType<ApplyResult.Done>(applied).Summary);
            Assert.True((await bot.VerifyAsync("redis.kill-script", plan)).Holds);
        }
        else
        {
            var reason = Assert.IsType<ApplyResult.Failed>(applied).Reason;
            Assert.Contains("no permissions to run the 'script|kill' command", reason, StringComparison.Ordinal);
            Assert.Contains("This is no outage.", reason, StringComparison.Ordinal);
            Assert.NotNull((await server.AskAsync("PING")).AsError);
        }
    }
}
