using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>A bot that is started again by mistake, on the SQLite file of one that lives.</summary>
public sealed class OneProcessTests
{
    [Fact]
    public async Task A_second_bot_on_a_file_ends_with_a_sentence_and_does_nothing_to_the_first()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var first = await BotProcess.StartAsync(
            redis.Url, "Redis:ConnectTimeout=00:00:15", "Redis:ReadTimeout=00:00:15", "Redis:CommandTimeout=00:00:15");
        redis.Pause();
        await first.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis ping");
        await first.Room.SeesAsync(LocalPeople.Ada, LocalChannels.General, "Working on it");

        var second = await first.RunAsync();

        Assert.Equal(2, second.Code);
        Assert.StartsWith("The bot cannot start. Another bot works on the SQLite database", second.Errors, StringComparison.Ordinal);
        Plain.AssertOneLine(second, "no secret");
        Assert.Equal(1, await HeldAsync(first));

        // Whoever only reads is let in.
        Assert.Contains("The chain is intact", (await first.RunAsync("audit", "verify")).Output, StringComparison.Ordinal);
        Assert.Equal(1, await HeldAsync(first));

        redis.Resume();
        await first.Room.SeesAsync(LocalPeople.Ada, LocalChannels.General, "PONG in");
        Assert.Single(
            await first.Room.ReadAsync(LocalPeople.Ada, LocalChannels.General),
            message => PlainText.Render(message.Card).Contains("PONG in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bot_that_was_killed_leaves_the_file_to_the_next()
    {
        await using var bot = await BotProcess.StartAsync("redis://127.0.0.1:1");

        await bot.KillAsync();
        await bot.StartAgainAsync();

        await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, "/help");
        await bot.Room.SeesAsync(LocalPeople.Ada, LocalChannels.General, "What you can type");
    }

    private static Task<long> HeldAsync(BotProcess bot) => bot.Store.Get<IDatabase>().ReadAsync(
        session => session.FindAsync(new("select count(*) from inbox where held_by is not null and attempt = 1"), row => row.GetInt64(0), TestRedis.Token),
        TestRedis.Token);
}
