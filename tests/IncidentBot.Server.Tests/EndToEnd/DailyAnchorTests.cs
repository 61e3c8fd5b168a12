using IncidentBot.Audit;
using IncidentBot.Chat.Local;
using IncidentBot.Rounds;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>The bot was down at midnight.</summary>
public sealed class DailyAnchorTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_daily_anchor_that_is_overdue_is_posted_after_the_start_once_over_all_replicas()
    {
        string[] settings =
        [
            $"Storage:Postgres={await postgres.CreateDatabaseAsync()}",
            $"Audit:Key={Convert.ToBase64String(new byte[32])}",
            "Audit:AnchorChannel=local:local:general",
        ];
        await using (var store = BotStore.Over(settings.Select(setting => $"--{setting}")))
        {
            await store.WriteAuditAsync(3);
            await store.Get<ILedger>()
                .CommitAsync(new Changes { Schedule = [AnchorRound.Daily(TimeProvider.System.GetUtcNow().AddDays(-2))] }, TestRedis.Token);
        }

        await using var here = await BotHost.StartAsync("redis://127.0.0.1:1", settings);
        await using var there = await BotHost.StartAsync("redis://127.0.0.1:1", settings);

        await here.SeesAsync(LocalPeople.Ada, LocalChannels.General, "Audit head 3:");
        await Eventually.TrueAsync(
            async () => await here.Get<ISchedule>().NextDueAsync(TestRedis.Token) == AnchorRound.Daily(TimeProvider.System.GetUtcNow()).DueAt,
            "the next one is due at midnight");
        await Eventually.TrueAsync(async () => await here.CountAsync("outbox") == 0, "all is said");
        Assert.Single(
            await here.ReadAsync(LocalPeople.Ada, LocalChannels.General),
            message => message.Card.Title.StartsWith("Audit head", StringComparison.Ordinal));
        Assert.Equal(1, await here.CountAsync($"audit_entries where body like '%\"kind\":\"{AuditKind.Anchored}\"%'"));
    }
}
