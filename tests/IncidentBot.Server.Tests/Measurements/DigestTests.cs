using IncidentBot.Chat.Local;
using IncidentBot.Reporting.Reports;
using IncidentBot.Settings;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.Measurements;

/// <summary>The report of a week in a bot that was not up when it was due.</summary>
public sealed class DigestTests
{
    [Fact]
    public async Task What_was_due_while_no_bot_was_up_is_posted_once_and_the_next_is_appointed()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, "Digest:Channels=local:local:managers", "Digest:Zone=Europe/Berlin");
        var plan = bot.Get<DigestPlan>();
        var now = TimeProvider.System.GetUtcNow();
        Assert.InRange(plan.Next(now).DueAt, now, now.AddDays(7.1));

        await bot.Get<ILedger>().CommitAsync(
            new Changes { Schedule = [plan.Next(now) with { DueAt = now.AddDays(-1) }] }, TestContext.Current.CancellationToken);

        await bot.SeesAsync(LocalPeople.Ada, "managers", "0 incidents in the last 7 days");
        Assert.Single(await bot.ReadAsync(LocalPeople.Ada, "managers"));
    }

    [Theory]
    [InlineData("Digest:Channels=managers", "Digest:Channels has 'managers'")]
    [InlineData("Digest:Channels=irc:x:y", "Digest:Channels has 'irc:x:y'")]
    [InlineData("Digest:At=9", "Digest:At is '9'. Expected an hour and minute")]
    [InlineData("Digest:Zone=Mars", "Digest:Zone is 'Mars'. Expected a time zone")]
    public void What_cannot_be_stops_the_start(string setting, string said) =>
        Assert.Contains(Bot.Build([$"--{setting}"]).Services.FaultsOfSettings(), fault => fault.Contains(said, StringComparison.Ordinal));
}
