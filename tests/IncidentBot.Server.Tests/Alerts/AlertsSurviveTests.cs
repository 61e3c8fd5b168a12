using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Alerts;

/// <summary><c>kill -9</c> while alerts come in, and a sender that says again what it has no answer to.</summary>
public sealed class AlertsSurviveTests(PostgresServer postgres)
{
    private const string Source = "prometheus";
    private const string Token = "token-of-prometheus-1";
    private const int Groups = 5;
    private const int Notifications = 20;
    private const int PerNotification = 20;
    private const int Began = Notifications / 2 * PerNotification;
    private const int Ended = Began / 2;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_was_acknowledged_is_counted_once_in_SQLite() => SurvivesAsync([]);

    [Fact]
    public async Task What_was_acknowledged_is_counted_once_in_PostgreSQL() =>
        await SurvivesAsync([$"Storage:Postgres={await postgres.CreateDatabaseAsync()}"]);

    private static async Task SurvivesAsync(string[] storage)
    {
        await using var bot = await BotProcess.StartAsync(
            "redis://127.0.0.1:1", [.. storage, "Local:Enabled=true", $"Alerts:Sources:{Source}:Kind=Alertmanager", $"Alerts:Sources:{Source}:Token={Token}"]);
        using var notifier = new Notifier(() => bot.Address, Token, Groups);
        var acknowledged = new Acknowledged(Source);
        var since = TimeProvider.System.GetUtcNow();
        var sending = Task.WhenAll(Enumerable.Range(0, Groups).Select(group => Task.Run(() => SendAsync(group), Ct)));

        // Each time in the middle of a storm: what is acknowledged is partly counted, partly not, and partly under way.
        foreach (var share in (double[])[0.2, 0.5, 0.8])
        {
            await Eventually.TrueAsync(() => acknowledged.Alerts >= share * Groups * Notifications * PerNotification, $"{share:P0} is stored");
            await bot.KillAsync();
            await bot.StartAgainAsync();
        }

        await sending;
        var inbox = bot.Store.Get<IAlertInbox>();
        await Eventually.TrueAsync(async () => (await inbox.OldestAsync(1, Ct)).Count == 0, "all are counted");

        var (incidents, alerts) = (bot.Store.Get<IIncidentStore>(), bot.Store.Get<IAlertStore>());
        Assert.True(notifier.Again > 0, "No kill has met a notification on its way.");
        Assert.Equal(Groups * Notifications * PerNotification, acknowledged.Alerts);
        Assert.Empty(await acknowledged.FaultsAsync(alerts, incidents, Ct));
        Assert.Equal(Groups, (await incidents.CountAsync(new IncidentQuery(Reader.Bot), Ct)).Number);
        for (var group = 0; group < Groups; group++)
        {
            var id = await Acknowledged.IncidentOfAsync(alerts, Source, Nth(group, 0, since).GroupKey, Ct);
            Assert.Equal((Began, Ended), await ToldAsync(incidents, (await incidents.FindAsync(id!.Value, Ct))!));
        }

        async Task SendAsync(int group)
        {
            for (var n = 0; n < Notifications; n++)
            {
                var notification = Nth(group, n, since);
                await notifier.SendAsync(notification, Ct);
                acknowledged.Add(notification);
            }
        }
    }

    /// <summary>Each alert begins once; half of them end in the next notification, where the others are only said again.</summary>
    private static Notification Nth(int group, int n, DateTimeOffset since) => new(
        $"Down{group}",
        [.. Enumerable.Range(0, PerNotification).Select(k => new NotifiedAlert(
            $"{group}-{n / 2}-{k}", since, n % 2 == 1 && k % 2 == 0 ? since.AddSeconds(1) : null))]);

    /// <summary>How many have begun and ended by the record of the incident, with what is told next.</summary>
    private static async Task<(int Began, int Ended)> ToldAsync(IIncidentStore incidents, Incident incident)
    {
        var told = (await incidents.WholeTimelineAsync(incident.Id, Ct)).Select(entry => entry.What).OfType<TimelineEvent.AlertsChanged>()
            .Select(changed => changed.News)
            .Append(incident.Alerts!.Unsaid)
            .ToList();
        return (told.Sum(news => news.BeganInAll), told.Sum(news => news.EndedInAll));
    }
}
