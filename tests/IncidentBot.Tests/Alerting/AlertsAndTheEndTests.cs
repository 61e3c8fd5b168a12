using IncidentBot.Alerting;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Tests.Alerting.AlertScene;

namespace IncidentBot.Tests.Alerting;

/// <summary>Alerts and the end of an incident: the checks decide about the repair, and nothing is over while an alert fires.</summary>
public sealed class AlertsAndTheEndTests
{
    private readonly ChatRig rig = new();
    private readonly AlertScene scene;

    public AlertsAndTheEndTests() => scene = new AlertScene(rig.Room);

    [Fact]
    public async Task One_press_acknowledges_two_hundred_alerts_and_what_comes_after_is_new()
    {
        await scene.SendAsync("g", [.. Enumerable.Range(0, 200).Select(n => Fires("RedisDown", $"10.1.0.{n}:6379"))]);

        Assert.Contains("200 alerts fire", await rig.TypeAsync(Some.Ada, "/alert ack INC-1"), StringComparison.Ordinal);
        Assert.Equal(Some.Ada.Id, rig.Room.Incident.AcknowledgedBy);
        Assert.Matches("Alerts +200 fire; seen by Ada", await rig.TypeAsync(Some.Ada, "/incident status INC-1"));

        await scene.SendAsync("g", Fires("RedisDown", "10.1.1.1:6379"));
        Assert.Matches("Alerts +201 fire; 1 new since Ada saw them", await rig.TypeAsync(Some.Ada, "/incident status INC-1"));
    }

    [Fact]
    public async Task Whoever_acknowledges_the_incident_has_seen_its_alerts()
    {
        await scene.SendAsync("g", Fires("RedisDown"));

        await rig.TypeAsync(Some.Ada, "/incident ack INC-1");

        Assert.Equal(Some.Ada.Id, rig.Room.Incident.Alerts!.SeenBy);
    }

    [Fact]
    public async Task It_is_not_over_while_an_alert_fires_and_is_once_it_does_not()
    {
        await MonitoredAsync();
        await rig.Room.PassAsync(rig.Room.Policy.Soak + TimeSpan.FromMinutes(5));

        Assert.Equal((IncidentState.Monitoring, true), (rig.Room.Incident.State, rig.Room.Incident.SoakPassed));
        Assert.Single(scene.Posts, post => post.StartsWith("INC-1: the checks keep passing, and alerts still fire", StringComparison.Ordinal));
        Assert.Contains("until no alert of it fires", await rig.TypeAsync(Some.Ada, "/incident resolve INC-1"), StringComparison.Ordinal);

        await scene.SendAsync("g", Ended("RedisDown"));
        await rig.Room.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(IncidentState.Resolved, rig.Room.Incident.State);
        Assert.Contains(scene.Posts, post => post.StartsWith("INC-1: its alert is resolved", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_notice_of_the_end_is_given_by_a_person()
    {
        await MonitoredAsync();
        await rig.Room.PassAsync(rig.Room.Policy.Soak + TimeSpan.FromMinutes(5));
        Assert.Contains("takes a reason", await rig.TypeAsync(Some.Ada, "/alert resolved INC-1"), StringComparison.Ordinal);

        await rig.TypeAsync(Some.Ada, "/alert resolved INC-1 Prometheus shows none");
        await rig.Room.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(IncidentState.Resolved, rig.Room.Incident.State);
        Assert.False(Assert.Single(rig.Store.Alerts.All).Alert.IsFiring);
        Assert.Contains(
            rig.Room.Timeline, entry => entry.By == Some.Ada.Id && entry.Text.EndsWith("none fires; Prometheus shows none", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_is_heard_of_an_alert_for_long_people_are_asked_once()
    {
        await scene.SendAsync("g", Fires("RedisDown"));
        await rig.Room.PassAsync(TimeSpan.FromHours(7));
        Assert.Single(scene.Posts, post => post.StartsWith("INC-1: does RedisDown (10.0.0.1:6379) still fire?", StringComparison.Ordinal));

        await rig.Room.PassAsync(TimeSpan.FromHours(20));
        Assert.Single(scene.Posts, post => post.Contains("still fire?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_what_is_said_again_nobody_is_asked()
    {
        await scene.SendAsync("g", Fires("RedisDown"));
        for (var hours = 0; hours < 12; hours += 4)
        {
            await rig.Room.PassAsync(TimeSpan.FromHours(4));
            await scene.SendAsync("g", Fires("RedisDown"));
        }

        Assert.DoesNotContain(scene.Posts, post => post.Contains("still fire?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_that_can_be_asked_says_itself_that_the_end_was_lost()
    {
        await scene.SendAsync("g", Fires("RedisDown"), Fires("Slow"));
        rig.Room.FiringAlerts.Firing = new HashSet<string> { Fires("Slow").Fingerprint };

        await rig.Room.PassAsync(TimeSpan.FromMinutes(6));
        await scene.TakeWaitingAsync();

        Assert.Equal((1, 1), (rig.Room.Incident.Alerts!.Firing, rig.Room.Incident.Alerts.Resolved));
        Assert.DoesNotContain(scene.Posts, post => post.Contains("still fire?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_override_goes_on_all_the_same()
    {
        await MonitoredAsync();
        await rig.Room.PassAsync(rig.Room.Policy.Soak + TimeSpan.FromMinutes(5));

        await rig.TypeAsync(Some.Ada, "/incident override INC-1 the rule is wrong");
        await rig.TypeAsync(Some.Grace, $"/incident approve INC-1 {rig.Room.Incident.PendingOverride!.Code}");

        Assert.Equal(IncidentState.Resolved, rig.Room.Incident.State);
        Assert.Contains("asked to go on to Resolved without the end of its alerts: the rule is wrong", rig.Room.Timeline.Select(entry => entry.Text));
    }

    [Fact]
    public async Task A_rule_has_it_verified_when_the_last_alert_is_resolved()
    {
        var ruled = new AlertScene(rules: new AlertRule("r", []) { Verify = true });
        await ruled.SendAsync("g", Fires("RedisDown"));
        await ruled.Room.CarryOutAsync();
        await ruled.Room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default);
        await ruled.Room.PassAsync(TimeSpan.FromMinutes(2));

        await ruled.SendAsync("g", Ended("RedisDown"));
        Assert.Equal(IncidentState.Verifying, ruled.Incidents[0].State);
        await ruled.Room.CarryOutAsync();

        Assert.Equal(IncidentState.Monitoring, ruled.Incidents[0].State);
        Assert.Contains(ruled.Posts, post => post.Contains("The checks run now: they decide.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, IncidentState.Monitoring)]
    [InlineData(false, IncidentState.Mitigating)]
    public async Task Where_it_is_well_only_after_the_last_alert_it_is_verified_then_if_a_rule_says_so(bool byRule, IncidentState state)
    {
        var ruled = new AlertScene(rules: new AlertRule("r", []) { Verify = byRule });
        await ruled.SendAsync("g", Fires("RedisDown"));
        await ruled.Room.CarryOutAsync();
        await ruled.Room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default);
        ruled.Room.Checks.Results["memory"] = false;
        await ruled.Room.PassAsync(TimeSpan.FromMinutes(2));
        await ruled.SendAsync("g", Ended("RedisDown"));
        await ruled.Room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(IncidentState.Mitigating, ruled.Incidents[0].State);

        ruled.Room.Checks.Results["memory"] = true;
        await ruled.Room.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(state, ruled.Incidents[0].State);
    }

    [Fact]
    public async Task Nothing_is_said_of_alerts_after_the_end()
    {
        await scene.SendAsync("g", Fires("RedisDown"), Fires("Slow"));
        await rig.TypeAsync(Some.Ada, "/incident cancel INC-1 a test");
        var said = rig.Store.Said.Count;

        await scene.SendAsync("g", Ended("RedisDown"), Ended("Slow"));
        await rig.Room.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(0, rig.Room.Incident.Alerts!.Firing);
        Assert.DoesNotContain(rig.Store.Said.Skip(said), message => message is Outgoing.Post);
    }

    private async Task MonitoredAsync()
    {
        await scene.SendAsync("g", Fires("RedisDown"));
        await rig.Room.CarryOutAsync();
        await rig.TypeAsync(Some.Ada, "/incident mitigate INC-1");
        await rig.TypeAsync(Some.Ada, "/incident verify INC-1");
        await rig.Room.CarryOutAsync();
        Assert.Equal(IncidentState.Monitoring, rig.Room.Incident.State);
    }
}
