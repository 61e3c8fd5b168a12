using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>Nobody else is awake. It goes ahead, and it stays flagged until somebody has looked at it.</summary>
public sealed class BreakGlassTests
{
    private const int Entries = 30_000;
    private const string Reason = "nobody answers at three";

    [Fact]
    public async Task The_requester_goes_ahead_alone_and_it_is_flagged_everywhere_until_it_is_reviewed()
    {
        await using var redis = await FullRedis.StartAsync(entries: Entries);
        await using var bot = await BotHost.StartAsync(redis.Url, "Execution:BreakGlass=true", "Execution:BreakGlassAfter=00:00:00");
        var channel = await PlanAsync(bot);

        await bot.SayAsync(LocalPeople.Ada, channel, $"/run break-glass R-1 replica {Reason}");
        await bot.SeesAsync(LocalPeople.Ada, channel, "'replica' is not the target of R-1");
        await bot.SayAsync(LocalPeople.Ada, channel, "/run break-glass R-1 primary");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Something is missing after primary");
        await bot.SayAsync(LocalPeople.Grace, channel, $"/run break-glass R-1 primary {Reason}");
        await bot.SeesAsync(LocalPeople.Grace, channel, "only they can break the glass");
        Assert.Equal(Entries, (await redis.AskAsync("EVAL", "return #redis.call('keys', 'rl:*')", 0)).AsLong());

        await bot.SayAsync(LocalPeople.Ada, channel, $"/run break-glass R-1 primary {Reason}");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1  /redis clear-cache", "SUCCEEDED", $"no second person: {Reason} (not reviewed yet)");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1  P0  MITIGATING", "R-1 ran without a second person (break glass) and waits for a review");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident summary");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 summary", $"Ada broke the glass for R-1 ({Reason}). Nobody has reviewed it yet.");
        await bot.SayAsync(LocalPeople.Ada, channel, "/run list");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1", "succeeded, needs a review");

        await bot.SayAsync(LocalPeople.Ada, channel, "/run review R-1 it was right");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Ada may not review R-1");
        await bot.SayAsync(LocalPeople.Grace, channel, "/run review R-1 it was right");
        await bot.SeesAsync(LocalPeople.Grace, channel, "R-1  /redis clear-cache", $"no second person: {Reason} (reviewed by Grace)");
        await Eventually.TrueAsync(
            async () => (await bot.ReadAsync(LocalPeople.Ada, channel))
                .Where(message => message.OnlyFor is null)
                .All(message => !PlainText.Render(message.Card).Contains("waits for a review", StringComparison.Ordinal)),
            "no card waits for a review");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident summary");
        await bot.SeesAsync(LocalPeople.Grace, channel, "INC-1 summary", "Grace has reviewed it since.");
        Assert.Equal(1, await bot.CountAsync("audit_entries where body like '%break glass%' and body like '%\"kind\":\"Approved\"%'"));
    }

    [Theory]
    [InlineData("Execution:BreakGlass=false", "Break glass is off")]
    [InlineData("Execution:BreakGlassAfter=01:00:00", "Break glass opens at")]
    public async Task Where_it_is_off_or_too_early_nothing_runs(string setting, string refusal)
    {
        await using var redis = await FullRedis.StartAsync(entries: Entries);
        await using var bot = await BotHost.StartAsync(redis.Url, "Execution:BreakGlass=true", setting);
        var channel = await PlanAsync(bot);

        await bot.SayAsync(LocalPeople.Ada, channel, $"/run break-glass R-1 primary {Reason}");

        await bot.SeesAsync(LocalPeople.Ada, channel, refusal);
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1  /redis clear-cache", "WAITS FOR APPROVAL");
        Assert.Equal(Entries, (await redis.AskAsync("EVAL", "return #redis.call('keys', 'rl:*')", 0)).AsLong());
    }

    private static async Task<string> PlanAsync(BotHost bot)
    {
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Redis is full");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, channel, "/redis clear-cache rl:*");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1  /redis clear-cache", "WAITS FOR APPROVAL");
        return channel;
    }
}
