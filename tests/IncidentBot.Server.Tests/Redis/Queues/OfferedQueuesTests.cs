using System.Net.Http.Json;
using IncidentBot.Commands;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues;

/// <summary>Queues that were never named in the chat, offered while somebody types.</summary>
public sealed class OfferedQueuesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queues_of_BullMQ_and_of_RQ_are_offered_by_what_is_typed_of_their_names()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAllAsync(
            RedisCommand.Of("HSET", "mail:emails:meta", "version", "bullmq:6.7.0"),
            RedisCommand.Of("HSET", "mail:exports:meta", "version", "bullmq:6.7.0"),
            RedisCommand.Of("LPUSH", "bull:another:wait", "1"),
            RedisCommand.Of("SADD", "rq:queues", "rq:queue:default", "rq:queue:low", "stray"));
        await using var bot = await BotHost.StartAsync(redis.Url, "Targets:primary:QueuePrefix=mail");
        await Eventually.TrueAsync(() => bot.Get<RedisTargets>().Primary().HeldNow is not null, "the bot is connected");

        await OffersAsync(bot, "/queue status ", "emails", "exports");
        await OffersAsync(bot, "/rq status ", "default", "low");
        await OffersAsync(bot, "/queue retry-failed ex", "exports");
        await OffersAsync(bot, "/run rq.requeue l", "low");
    }

    [Fact]
    public async Task A_Redis_that_hangs_or_is_away_offers_nothing_and_holds_up_nothing()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, "Targets:gone:Url=redis://127.0.0.1:1", "Redis:CommandTimeout=00:01:00");
        await Eventually.TrueAsync(() => bot.Get<RedisTargets>().Primary().HeldNow is not null, "the bot is connected");

        redis.Pause();
        Assert.Empty(await LabelsAsync(bot, "/queue status "));
        Assert.Empty(await LabelsAsync(bot, "/rq status "));
        Assert.Contains("on gone", await LabelsAsync(bot, "/redis ping "));
        redis.Resume();
    }

    /// <summary>What is read takes a moment on a busy machine, and is there for one of the next letters.</summary>
    private static async Task OffersAsync(BotHost bot, string typed, params string[] names)
    {
        await Eventually.TrueAsync(async () => (await LabelsAsync(bot, typed)).Count > 0, $"{typed}is completed");
        Assert.Equal(names, (await LabelsAsync(bot, typed)).Take(names.Length + 1).Where(label => !label.StartsWith("on ", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<string>> LabelsAsync(BotHost bot, string typed)
    {
        using var visitor = LocalVisitor.Of(bot.Address, bot.Token);
        var completion = await visitor.GetFromJsonAsync<Completion>(
            new Uri($"/chat/general/completion?as=ada&typed={Uri.EscapeDataString(typed)}", UriKind.Relative), Ct);
        return [.. completion!.Suggestions.Select(one => one.Label)];
    }
}
