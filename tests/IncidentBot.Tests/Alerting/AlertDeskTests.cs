using IncidentBot.Alerting;
using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Tests.Alerting.AlertScene;

namespace IncidentBot.Tests.Alerting;

public sealed class AlertDeskTests
{
    [Fact]
    public async Task An_alert_opens_an_incident_about_its_target_and_has_it_read()
    {
        var scene = new AlertScene();

        await scene.SendAsync("{}:{alertname=\"RedisDown\"}", Fires("RedisDown"));
        await scene.Room.CarryOutAsync();

        var incident = Assert.Single(scene.Incidents);
        Assert.Equal(("RedisDown on 10.0.0.1:6379", Severity.P0, "primary"), (incident.Title, incident.Severity, incident.Target.Name));
        Assert.Equal("the alert source prometheus", Some.People.NameOf(incident.OpenedBy));
        Assert.Equal((1, 0), (incident.Alerts!.Firing, incident.Alerts.Resolved));
        Assert.Equal(IncidentState.Assessing, incident.State);
        Assert.Equal(scene.Room.Alerting.Channel, incident.Channel);
        Assert.Contains(
            "1 alert began to fire: RedisDown (10.0.0.1:6379): RedisDown on 10.0.0.1:6379; 1 fires", scene.Room.Timeline.Select(entry => entry.Text));
        Assert.Equal(1, incident.Findings);
    }

    [Fact]
    public async Task The_same_is_said_twice_and_counts_once()
    {
        var scene = new AlertScene();

        await scene.SendAsync("g", Fires("RedisDown"), Fires("RedisDown"));
        await scene.SendAsync("g", Fires("RedisDown"));
        scene.Room.Time.Advance(TimeSpan.FromHours(4));
        await scene.SendAsync("g", Fires("RedisDown"));

        Assert.Equal(1, Assert.Single(scene.Incidents).Alerts!.Firing);
        Assert.Equal(scene.Room.Time.GetUtcNow(), Assert.Single(scene.Room.Store.Alerts.All).Alert.HeardAt);
    }

    [Fact]
    public async Task Alerts_of_one_group_are_one_incident_and_what_is_new_in_it_is_said()
    {
        var scene = new AlertScene();
        await scene.SendAsync("g", Fires("RedisMemoryHigh", severity: "warning"));
        await scene.Room.CarryOutAsync();

        await scene.Room.PassAsync(TimeSpan.FromMinutes(5));
        await scene.SendAsync("g", Fires("RedisMemoryHigh", severity: "warning"), Fires("RedisDown"), Fires("Slow", severity: "warning"));

        var incident = Assert.Single(scene.Incidents);
        Assert.Equal((3, Severity.P2), (incident.Alerts!.Firing, incident.Severity));
        var said = scene.Posts[^1];
        Assert.StartsWith("INC-1: 2 more alerts fire", said, StringComparison.Ordinal);
        Assert.Contains("RedisDown (10.0.0.1:6379): RedisDown on 10.0.0.1:6379", said, StringComparison.Ordinal);
        Assert.Contains("That is P0, by its labels; INC-1 is P2.", said, StringComparison.Ordinal);
        Assert.Contains("Of its alerts 3 fire.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_groups_are_two_incidents_unless_they_are_about_one_target()
    {
        var scene = new AlertScene();

        await scene.SendAsync("a", Fires("RedisDown"));
        await scene.SendAsync("b", Fires("RedisMemoryHigh"));
        await scene.SendAsync("c", Fires("RedisDown", instance: "10.0.0.2:6379"));
        await scene.SendAsync("d", Fires("DiskFull", instance: "db7"));
        await scene.SendAsync("e", Fires("DiskFull", instance: "db8"));

        Assert.Equal(
            [("primary", 2), ("sessions", 1), ("no target", 1), ("no target", 1)],
            scene.Incidents.Select(incident => (incident.Target.Name, incident.Alerts!.Firing)));
    }

    [Fact]
    public async Task An_incident_that_nobody_has_touched_for_long_mutes_no_alert_of_another_group()
    {
        var scene = new AlertScene(policy: new IncidentPolicy { UpdateEvery = SeverityTimes.Minutes(10_000, 10_000, 10_000) });
        await scene.SendAsync("a", Fires("RedisDown"));
        scene.Room.Time.Advance(TimeSpan.FromHours(3));

        await scene.SendAsync("b", Fires("RedisMemoryHigh"));

        Assert.Equal(2, scene.Incidents.Count);
    }

    [Fact]
    public async Task Each_alert_has_its_own_end_and_that_of_the_last_is_told()
    {
        var scene = new AlertScene();
        await scene.SendAsync("g", Fires("RedisDown"), Fires("RedisMemoryHigh"));
        await scene.Room.PassAsync(TimeSpan.FromMinutes(2));
        var before = scene.Posts.Count;

        await scene.SendAsync("g", Ended("RedisDown"), Fires("RedisMemoryHigh"));
        Assert.Equal((1, 1), (scene.Incidents[0].Alerts!.Firing, scene.Incidents[0].Alerts!.Resolved));
        Assert.Equal(before, scene.Posts.Count);

        await scene.Room.PassAsync(TimeSpan.FromMinutes(2));
        await scene.SendAsync("g", Ended("RedisMemoryHigh"));

        Assert.Equal((0, 2), (scene.Incidents[0].Alerts!.Firing, scene.Incidents[0].Alerts!.Resolved));
        Assert.StartsWith("INC-1: all 2 alerts are resolved", scene.Posts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_alerts_are_one_incident_of_few_words()
    {
        var scene = new AlertScene();
        for (var part = 0; part < 100; part++)
        {
            await scene.SendAsync("g", [.. Enumerable.Range(part * 100, 100).Select(n => Fires("Lagging", $"10.1.{n / 250}.{n % 250}:6379"))]);
        }

        await scene.Room.PassAsync(TimeSpan.FromMinutes(2));

        var incident = Assert.Single(scene.Incidents);
        Assert.Equal(10_000, incident.Alerts!.Firing);
        Assert.Equal(2, scene.Room.Timeline.Count(entry => entry.What is TimelineEvent.AlertsChanged));
        var said = Assert.Single(scene.Posts, post => post.Contains("more alerts fire", StringComparison.Ordinal));
        Assert.StartsWith("INC-1: 9,900 more alerts fire", said, StringComparison.Ordinal);
        Assert.Contains("and 9,895 more", said, StringComparison.Ordinal);
        Assert.Matches("Alerts +10,000 fire", await CardAsync(scene));
    }

    [Fact]
    public async Task What_was_only_heard_to_end_is_nobodys_business()
    {
        var scene = new AlertScene();

        await scene.SendAsync("g", Ended("RedisDown"));

        Assert.Empty(scene.Incidents);
        Assert.Empty(scene.Room.Store.Alerts.All);
    }

    [Fact]
    public async Task What_fired_and_ended_before_it_was_looked_at_was_an_incident_all_the_same()
    {
        var scene = new AlertScene();

        await scene.SendAsync(new AlertDelivery("g", [Fires("RedisDown")]), new AlertDelivery("g", [Ended("RedisDown")]));

        Assert.Equal((0, 1), (scene.Incidents[0].Alerts!.Firing, scene.Incidents[0].Alerts!.Resolved));
    }

    [Fact]
    public async Task A_notice_that_comes_late_neither_ends_nor_begins_anything()
    {
        var scene = new AlertScene();
        await scene.SendAsync("g", Fires("RedisDown"));
        await scene.SendAsync("g", Ended("RedisDown"));
        await scene.SendAsync("g", Fires("RedisDown"));
        Assert.Equal(0, scene.Incidents[0].Alerts!.Firing);

        await scene.SendAsync("g", Fires("RedisDown", since: Some.Night.AddHours(2)));
        await scene.SendAsync("g", Ended("RedisDown"));
        Assert.Equal(1, scene.Incidents[0].Alerts!.Firing);
    }

    [Fact]
    public async Task One_that_fires_again_later_counts_again_though_its_source_says_since_when_it_did_before()
    {
        var scene = new AlertScene();
        await scene.SendAsync("g", Fires("RedisDown"));
        await scene.SendAsync("g", Ended("RedisDown"));
        await scene.Room.PassAsync(TimeSpan.FromMinutes(6));

        await scene.SendAsync("g", Fires("RedisDown"));

        Assert.Equal((1, 0), (scene.Incidents[0].Alerts!.Firing, scene.Incidents[0].Alerts!.Resolved));
        Assert.Contains("RedisDown on 10.0.0.1:6379 (again)", scene.Posts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_end_of_an_incident_an_alert_that_begins_opens_another()
    {
        var scene = new AlertScene();
        await scene.SendAsync("g", Fires("RedisDown"));
        await scene.Room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a test", default);
        await scene.SendAsync("g", Fires("RedisDown"));
        Assert.Single(scene.Incidents);

        await scene.SendAsync("g", Fires("RedisDown"), Fires("RedisMemoryHigh"));

        Assert.Equal([(1, 1), (2, 1)], scene.Incidents.Select(incident => (incident.Number, incident.Alerts!.Firing)));
    }

    [Fact]
    public async Task What_the_sender_left_out_is_said_and_not_guessed()
    {
        var scene = new AlertScene();

        await scene.SendAsync(new AlertDelivery("g", [Fires("RedisDown")]) { Truncated = 40 });

        Assert.Matches("Alerts +1 fires, 40 more, unknown which", await CardAsync(scene));
    }

    [Fact]
    public async Task Two_replicas_that_take_the_same_open_one_incident()
    {
        var scene = new AlertScene();
        var other = false;
        scene.Room.Store.BeforeCommit = async changes =>
        {
            if (changes.Incident is { Version: 0 } && !other)
            {
                other = true;
                await scene.SendAsync("g", Fires("RedisDown"));
            }
        };

        await scene.SendAsync("g", Fires("RedisDown"));

        Assert.Equal(1, Assert.Single(scene.Incidents).Alerts!.Firing);
    }

    [Fact]
    public async Task A_secret_in_a_label_is_kept_nowhere()
    {
        var scene = new AlertScene();

        await scene.SendAsync("g", Fires("RedisDown", "redis://:hunter2@10.0.0.1:6379"));

        Assert.DoesNotContain("hunter2", Assert.Single(scene.Room.Store.Alerts.All).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", await CardAsync(scene), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", scene.Incidents[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_of_others_alone_is_joined_by_nobody()
    {
        var scene = new AlertScene();
        await scene.Room.Desk.OpenAsync(
            Some.Request(Some.Ada), new IncidentBot.Desk.Opening(Severity.P0, "Redis is down", "primary") { IsPrivate = true }, default);

        await scene.SendAsync("g", Fires("RedisDown"));

        Assert.Equal([true, false], scene.Incidents.Select(incident => incident.IsPrivate));
    }

    private static async Task<string> CardAsync(AlertScene scene) => PlainText.Render(await scene.Room.Cards.DrawAsync(scene.Incidents[0], default));
}
