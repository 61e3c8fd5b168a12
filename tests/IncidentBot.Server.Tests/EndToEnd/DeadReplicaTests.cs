using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>
/// Two replicas on one PostgreSQL, one of them in the middle of a command. A claim is held for two minutes, which is longer
/// than these tests wait for anything: what is done by another before that was taken over.
/// </summary>
public sealed class DeadReplicaTests(PostgresServer postgres) : IAsyncLifetime
{
    private string[] settings = null!;
    private RedisServer redis = null!;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        settings =
        [
            $"Storage:Postgres={await postgres.CreateDatabaseAsync()}", $"Audit:Key={Convert.ToBase64String(new byte[32])}", "Storage:Heartbeat=00:00:00.1",
            "Redis:ConnectTimeout=00:00:15", "Redis:ReadTimeout=00:00:15", "Redis:CommandTimeout=00:00:15",
        ];
    }

    public async ValueTask DisposeAsync() => await redis.DisposeAsync();

    [Fact]
    public async Task What_a_killed_replica_was_answering_is_answered_by_the_other()
    {
        await using var first = await BotProcess.StartAsync(redis.Url, settings);
        await InTheMiddleOfAPingAsync(first);
        await using var second = await BotHost.StartAsync(redis.Url, settings);

        await first.KillAsync();
        redis.Resume();

        await second.SeesAsync(LocalPeople.Ada, LocalChannels.General, "PONG in");
        Assert.Equal(1, await second.CountAsync("inbox where finished and attempt = 2"));
        await Eventually.TrueAsync(async () => await second.CountAsync("replicas") == 1, "the dead replica is struck off");
    }

    [Fact]
    public async Task What_a_living_replica_is_slow_to_answer_is_not_taken_from_it()
    {
        await using var first = await BotProcess.StartAsync(redis.Url, settings);
        await InTheMiddleOfAPingAsync(first);
        await using var second = await BotHost.StartAsync(redis.Url, settings);

        // Long enough for the second to have struck off one that is dead, several times over.
        var self = second.Get<Replica>().Id;
        await Eventually.TrueAsync(
            async () => await second.CountAsync($"replicas where id = '{self}' and beat > {5 * ReplicaWatch.MissedBeats}") == 1,
            "the second has looked at the first many times");
        redis.Resume();

        await second.SeesAsync(LocalPeople.Ada, LocalChannels.General, "PONG in");
        await Eventually.TrueAsync(async () => await second.CountAsync("outbox") == 0, "all is said");
        Assert.Equal(1, await second.CountAsync("inbox where finished and attempt = 1"));
        Assert.Single(
            await second.ReadAsync(LocalPeople.Ada, LocalChannels.General),
            message => PlainText.Render(message.Card).Contains("PONG in", StringComparison.Ordinal));
    }

    private async Task InTheMiddleOfAPingAsync(BotProcess bot)
    {
        redis.Pause();
        await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis ping");

        // Said after two seconds of work.
        await bot.Room.SeesAsync(LocalPeople.Ada, LocalChannels.General, "Working on it");
    }
}
