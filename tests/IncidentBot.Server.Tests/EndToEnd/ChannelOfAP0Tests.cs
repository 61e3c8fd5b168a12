using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>The channel of a whole P0, post by post, and why a reader needs each.</summary>
public sealed class ChannelOfAP0Tests(ITestOutputHelper output)
{
    /// <summary>How each begins, and what it is for; null where a reader could do without it.</summary>
    private static readonly (string Title, string? Why)[] Expected =
    [
        ("INC-1  P0  CLOSED", "the card: how it stands now"),
        ("INC-1 finding: primary: memory exhausted", "what is wrong, and what to do"),
        ("Ada acknowledged INC-1", "somebody has it"),
        ("Commander of INC-1 is Grace, by Ada", "whom to ask, and Grace is told"),
        ("INC-1: Grace says of checkout: 340 orders", "what customers notice"),
        ("INC-1: Assessing → Mitigating, by Ada", "it is being repaired"),
        ("R-1  /redis clear-cache rl:* on primary", "the plan, for whoever approves it"),
        ("R-1 succeeded: Unlinked 20,000 keys", "it was done, and what came of it"),
        ("INC-1: all 3 checks pass since", "service is back"),
        ("INC-1 status update by Grace", "what people tell each other"),
        ("INC-1: Verifying → Monitoring", "it is confirmed, check by check"),
        ("INC-1: Monitoring → Resolved", "it is over"),
        ("INC-1 summary", "what happened, for those who were not there"),
        ("INC-1: Resolved → Closed, by Ada", null),
        ("INC-1 summary, version 2", null),
    ];

    [Fact]
    public async Task Whoever_follows_the_channel_reads_what_they_need_and_little_else()
    {
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 20_000, 100));
        await redis.AskAsync("CONFIG", "SET", "maxmemory", 4_000_000);
        await using var bot = await BotHost.StartAsync(redis.Url, "Targets:primary:Caches:0:Pattern=rl:*", "Incidents:LookEvery=00:00:00.2");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Checkout fails");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding: primary: memory exhausted");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1  P0  ASSESSING", "As of", "accepts writes: OOM");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident ack");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Ada acknowledged INC-1");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident role commander @grace");
        await bot.SeesAsync(LocalPeople.Ada, channel, "by Ada");
        await bot.SeesAsync(LocalPeople.Grace, LocalChannels.General, "You are Commander of INC-1 P0");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident impact checkout 340 orders");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Grace says of checkout");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, channel, "/redis clear-cache rl:*");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1", "WAITS FOR APPROVAL", "It waits for Grace");
        await bot.PressAsync(LocalPeople.Grace, await bot.SeesAsync(LocalPeople.Grace, LocalChannels.General, "R-1 waits for your approval"), "Approve");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1 succeeded");
        await bot.SeesAsync(LocalPeople.Ada, channel, "checks pass since", "/incident verify INC-1");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident update Checkout works again, we keep an eye on it");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 summary");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident close");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 summary, version 2", "Audit head");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1  P0  CLOSED");

        await bot.SeesAsync(LocalPeople.Grace, LocalChannels.General, "INC-1 P0 Closed: Checkout fails");

        var posts = (await PostsAsync(bot, channel)).Select(message => PlainText.Render(message.Card)).ToList();
        output.WriteLine(string.Join("\n---\n", posts));
        Assert.Equal(Expected.Length, posts.Count);

        // What a run came to and what a look saw meanwhile may be said in either order.
        Assert.Equal(
            Expected.Select(expected => expected.Title).Order(StringComparer.Ordinal),
            posts.Select(post => Expected.Select(expected => expected.Title)
                .Where(title => post.StartsWith(title, StringComparison.Ordinal))
                .MaxBy(title => title.Length) ?? post)
                .Order(StringComparer.Ordinal));
        Assert.True(Expected.Count(expected => expected.Why is not null) * 3 >= Expected.Length * 2);

        // Where it was opened: that there is one and how it stands, and below it what readers there must know.
        var announced = await PostsAsync(bot, LocalChannels.General);
        Assert.Equal(
            [
                "INC-1 P0 Closed: Checkout fails",
                "INC-1 is mitigated: Checkout fails",
                "INC-1 is resolved, repaired: Checkout fails",
            ],
            announced.Select(message => message.Card.Title));
        Assert.Equal([null, announced[0].Id, announced[0].Id], announced.Select(message => message.Under));
    }

    private static async Task<IReadOnlyList<ChannelMessage>> PostsAsync(BotHost bot, string channel) =>
        [.. (await bot.ReadAsync(LocalPeople.Ada, channel)).Where(message => message is { Author: null, OnlyFor: null })];
}
