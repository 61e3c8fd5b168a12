using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.Cli;

/// <summary><c>health</c>, as a container's health check runs it.</summary>
public sealed class HealthCommandTests
{
    [Fact]
    public async Task A_bot_that_is_ready_is_well_and_one_that_is_gone_is_not()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotProcess.StartAsync(redis.Url);
        var address = $"--Urls={bot.Address.ToString().Replace("127.0.0.1", "*", StringComparison.Ordinal)}";

        var ready = await BotProcess.RunToEndAsync("health", address);
        await bot.KillAsync();
        var gone = await BotProcess.RunToEndAsync("health", address);

        Assert.Equal((0, "ready", ""), (ready.Code, ready.Output, ready.Errors));
        Assert.Equal((1, ""), (gone.Code, gone.Output));
        Assert.Contains("nothing listens there", gone.Errors, StringComparison.Ordinal);
        Plain.AssertOneLine(gone);
    }

    [Fact]
    public async Task A_bot_that_cannot_use_its_store_is_not_ready()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1");
        await ChangeAsync("alter table turns rename to away");

        var exit = await BotProcess.RunToEndAsync("health", $"--Urls={bot.Address}");

        Assert.Equal((1, ""), (exit.Code, exit.Output));
        Assert.Contains("is not ready: /health/ready answers 503", exit.Errors, StringComparison.Ordinal);
        await ChangeAsync("alter table away rename to turns");

        Task ChangeAsync(string sql) => bot.Get<IDatabase>().ChangeAsync(session => session.ExecuteAsync(new(sql), TestRedis.Token), TestRedis.Token);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", "with port 0 the bot takes any that is free")]
    [InlineData("http://127.0.0.1:99999", "'http://127.0.0.1:99999', which is no address to listen on")]
    [InlineData("nowhere", "'nowhere', which is no address to listen on")]
    public async Task An_address_that_nobody_can_ask_is_a_wrong_setting(string url, string said)
    {
        var exit = await BotProcess.RunToEndAsync("health", $"--Urls={url}");

        Assert.Equal((2, ""), (exit.Code, exit.Output));
        Assert.Contains(said, exit.Errors, StringComparison.Ordinal);
        Plain.AssertOneLine(exit);
    }
}
