using System.Net;
using IncidentBot.Rounds;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Alerts;

public sealed class HeartbeatTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_does_not_come_is_an_alert_and_the_next_beat_ends_it()
    {
        await using var bot = await AlertBot.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await BeatAsync(bot));
        bot.Time.Now += TimeSpan.FromMinutes(50);
        await BeatAsync(bot);
        bot.Time.Now += TimeSpan.FromMinutes(50);
        Assert.Empty(await DueAsync(bot));

        bot.Time.Now += TimeSpan.FromMinutes(11);
        var missed = Assert.Single(await DueAsync(bot));

        var notice = Assert.Single(missed.Delivery.Alerts);
        Assert.Equal(("backup", true, "HeartbeatMissing", "backup has not been heard of for 1 h"),
            (missed.Source, notice.IsFiring, notice.Labels["alertname"], notice.Annotations["summary"]));

        await CountedAsync(bot, missed);
        await BeatAsync(bot);
        var back = Assert.Single(await bot.WaitingAsync());
        Assert.Equal(
            (missed.Delivery.Group, notice.Fingerprint, false),
            (back.Delivery.Group, back.Delivery.Alerts[0].Fingerprint, back.Delivery.Alerts[0].IsFiring));
    }

    [Fact]
    public async Task One_that_has_never_come_is_missed_too_and_a_restart_puts_nothing_off()
    {
        await using var bot = await AlertBot.StartAsync();
        await bot.Get<Heartbeats>().ExpectAllAsync(Ct);
        bot.Time.Now += TimeSpan.FromMinutes(50);
        await bot.Get<Heartbeats>().ExpectAllAsync(Ct);

        bot.Time.Now += TimeSpan.FromMinutes(11);

        Assert.Equal(["backup", "other"], (await DueAsync(bot)).Select(missed => missed.Source).Order());
    }

    private static async Task<HttpStatusCode> BeatAsync(AlertBot bot) =>
        (await bot.PostAsync("/alerts/heartbeat/backup", "", AlertBot.BeatToken)).Status;

    /// <summary>Carries out what is due, and shows what came of it.</summary>
    private static async Task<IReadOnlyList<WaitingDelivery>> DueAsync(AlertBot bot)
    {
        var round = bot.Get<IEnumerable<IRound>>().Single(round => round.Kind == Heartbeats.Kind);
        var now = bot.Time.GetUtcNow();
        while (await bot.Get<ISchedule>().ClaimAsync(now, now.AddMinutes(1), Ct) is { } item)
        {
            await round.CarryOutAsync(item, Ct);
        }

        return await bot.WaitingAsync();
    }

    /// <summary>As the bot would have counted it.</summary>
    private static async Task CountedAsync(AlertBot bot, WaitingDelivery missed)
    {
        var (alert, _) = Alert.Heard(null, missed.Source, missed.Delivery.Group, missed.Delivery.Alerts[0], missed.At);
        await bot.Get<ILedger>().CommitAsync(new Changes { Alerts = new AlertChanges { Alerts = [new KnownAlert(alert, Incident: null)] } }, Ct);
        await bot.Get<IAlertInbox>().FinishAsync([missed.Id], Ct);
    }
}
