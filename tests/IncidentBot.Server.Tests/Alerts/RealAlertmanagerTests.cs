using IncidentBot.Chat.Local;
using IncidentBot.EndToEnd;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Alerts;

/// <summary>From a rule of a real Prometheus over a real Redis to the end of the incident, by the wire formats that they really speak.</summary>
public sealed class RealAlertmanagerTests
{
    private const string Token = "a-token-of-the-alertmanager";

    [Fact]
    public async Task A_Redis_that_is_down_opens_an_incident_with_its_cause_and_its_return_resolves_the_alert()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var prometheus = PrometheusStack.Prepare();
        await using var bot = await StartAsync(redis.Url, prometheus);
        await prometheus.StartAsync(redis.Url, bot.Address, Token);

        await redis.KillAsync();

        var opened = await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, $"Redis {redis.Url} does not answer");
        Assert.Contains("INC-1", PlainText.Render(opened.Card), StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await bot.IncidentAsync(1)).Cause is not null, "the target was read");
        var incident = await bot.IncidentAsync(1);
        Assert.Equal((Severity.P0, "primary", 1), (incident.Severity, incident.Target.Name, incident.Alerts!.Firing));
        Assert.Contains("REFUSED", incident.Cause, StringComparison.Ordinal);
        Assert.Contains(incident.Alerts.Links, link => link.Url.Contains("redis_up", StringComparison.Ordinal));

        await redis.RestartAsync();

        await Eventually.TrueAsync(async () => (await bot.IncidentAsync(1)).Alerts is { Firing: 0, Resolved: 1 }, "the alert is resolved");
        await bot.SeesAsync(LocalPeople.Ada, incident.Channel.ChannelId, "INC-1: its alert is resolved");
    }

    [Fact]
    public async Task Where_the_notice_of_the_end_is_lost_the_Alertmanager_is_asked()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var prometheus = PrometheusStack.Prepare();
        await using var bot = await StartAsync(redis.Url, prometheus);
        await prometheus.StartAsync(redis.Url, bot.Address, Token, saysTheEnd: false);
        await redis.KillAsync();
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, $"Redis {redis.Url} does not answer");

        await redis.RestartAsync();

        await Eventually.TrueAsync(async () => (await bot.IncidentAsync(1)).Alerts is { Firing: 0, Resolved: 1 }, "the alert is resolved");
    }

    [Fact]
    public async Task A_full_Redis_is_repaired_from_chat_verified_when_the_alert_ends_and_over()
    {
        await using var redis = await FullRedis.StartAsync(20_000);
        await using var prometheus = PrometheusStack.Prepare();
        await using var bot = await StartAsync(redis.Url, prometheus);
        await prometheus.StartAsync(redis.Url, bot.Address, Token);
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, $"Memory of Redis {redis.Url} is nearly full");
        var channel = (await bot.IncidentAsync(1)).Channel.ChannelId;
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding");

        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Assessing → Mitigating");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident uncheck c1 nobody works on that queue here");
        await bot.SeesAsync(LocalPeople.Ada, channel, "no longer checked");
        await bot.SayAsync(LocalPeople.Ada, channel, "/redis clear-cache rl:* on primary");
        var asked = await bot.SeesAsync(LocalPeople.Grace, channel, "[Approve");
        await bot.PressAsync(LocalPeople.Grace, asked, "Approve");

        await bot.SeesAsync(LocalPeople.Ada, channel, "The checks run now: they decide.");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
        Assert.Equal(2, (await bot.TimelineAsync(1)).Count(entry => entry.Kind is TimelineKind.Alert));
    }

    private static Task<BotHost> StartAsync(string redisUrl, PrometheusStack prometheus) => BotHost.StartAsync(
        redisUrl,
        "Alerts:Sources:prometheus:Kind=Alertmanager",
        $"Alerts:Sources:prometheus:Token={Token}",
        $"Alerts:Sources:prometheus:Address={prometheus.Alertmanager}",
        "Alerts:NewsEvery=1s",
        "Alerts:AskSourceEvery=5s",
        "Alerts:Rules:0:Name=memory",
        "Alerts:Rules:0:Match=alertname=RedisMemoryHigh",
        "Alerts:Rules:0:Verify=true");
}
