using IncidentBot.Alerting;
using IncidentBot.Alerts;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using static IncidentBot.Tests.Alerting.AlertScene;

namespace IncidentBot.Tests.Alerting;

public sealed class HeldAndSilencedTests
{
    private static readonly AlertRule Held = new("held", []) { HoldFor = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task A_rule_may_wait_whether_it_goes_on()
    {
        var scene = new AlertScene(rules: Held);
        await scene.SendAsync("g", Fires("RedisDown"));
        await scene.Room.PassAsync(TimeSpan.FromMinutes(4));
        Assert.Empty(scene.Incidents);

        await scene.Room.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(1, Assert.Single(scene.Incidents).Alerts!.Firing);
    }

    [Fact]
    public async Task What_ends_before_that_was_nothing()
    {
        var scene = new AlertScene(rules: Held);
        await scene.SendAsync("g", Fires("RedisDown"));
        await scene.Room.PassAsync(TimeSpan.FromMinutes(4));
        await scene.SendAsync("g", Ended("RedisDown"));

        await scene.Room.PassAsync(TimeSpan.FromMinutes(20));

        Assert.Empty(scene.Incidents);
    }

    /// <summary>Whoever carries it out dies before the incident is written: the next one finds the appointment.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_dies_in_between_forgets_no_alert(bool isHeld)
    {
        var scene = isHeld ? new AlertScene(rules: Held) : new AlertScene();
        if (!isHeld)
        {
            var until = scene.Room.Time.GetUtcNow().AddMinutes(5);
            await scene.Room.AlertRequests.SilenceAsync(Some.Request(Some.Ada), ["alertname=RedisDown"], until, "a test", default);
        }

        await scene.SendAsync("g", Fires("RedisDown"));
        scene.Room.Store.BeforeCommit = changes => changes.Incident is { Version: 0 } ? throw new IOException("it died") : Task.CompletedTask;
        scene.Room.Time.Advance(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<IOException>(scene.Room.CarryOutAsync);
        Assert.Empty(scene.Incidents);

        scene.Room.Store.BeforeCommit = null;
        scene.Room.Time.Advance(TimeSpan.FromMinutes(2));
        await scene.Room.CarryOutAsync();

        Assert.Equal(1, Assert.Single(scene.Incidents).Alerts!.Firing);
        Assert.True(scene.Posts.Count(post => post.StartsWith("Silence s1 is over", StringComparison.Ordinal)) == (isHeld ? 0 : 1));
    }

    [Fact]
    public async Task A_rule_may_join_and_open_nothing_or_only_keep()
    {
        var scene = new AlertScene(
            rules:
            [
                new AlertRule("join", [LabelMatcher.Read("alertname=Slow", out _)!]) { Then = AlertThen.Join },
                new AlertRule("note", [LabelMatcher.Read("alertname=Odd", out _)!]) { Then = AlertThen.Note },
            ]);

        await scene.SendAsync("a", Fires("Slow"));
        await scene.SendAsync("b", Fires("Odd"));
        Assert.Empty(scene.Incidents);

        await scene.SendAsync("c", Fires("RedisDown"));
        await scene.SendAsync("a", Fires("Slow", instance: "10.0.0.1:6379"), Fires("Slow", instance: "primary"));
        Assert.Equal(2, Assert.Single(scene.Incidents).Alerts!.Firing);
    }

    [Fact]
    public async Task A_rule_says_what_is_affected_and_by_which_runbook_it_is_repaired()
    {
        var scene = new AlertScene(rules: new AlertRule("r", []) { Services = ["checkout"], Runbook = "redis", Severity = Severity.P1 });
        scene.Room.Files.Texts["redis.md"] = "# Redis\n\n## Look\n\n1. Ping it.\n";

        await scene.SendAsync("g", Fires("RedisDown"));

        var incident = Assert.Single(scene.Incidents);
        Assert.Equal((Severity.P1, "redis", "checkout"), (incident.Severity, incident.Runbook!.Id, Assert.Single(incident.Impacts).Service));
        Assert.Equal("the alert RedisDown fires", incident.Impacts[0].What);
    }

    [Fact]
    public async Task A_silence_keeps_alerts_to_itself_says_that_it_ends_and_ends()
    {
        var rig = new ChatRig();
        await rig.TypeAsync(Some.Ada, "/alert silence alertname=RedisDown for 2h it is being moved");
        var scene = new AlertScene(rig.Room);
        await scene.SendAsync("g", Fires("RedisDown"));
        await rig.Room.PassAsync(TimeSpan.FromMinutes(109));
        Assert.Empty(scene.Incidents);
        Assert.Empty(scene.Posts);

        await rig.Room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.StartsWith("Silence s1 ends ", Assert.Single(scene.Posts), StringComparison.Ordinal);
        Assert.Empty(scene.Incidents);

        await rig.Room.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Contains(
            scene.Posts,
            post => post.StartsWith("Silence s1 is over: alertname=RedisDown\n1 alert that it held back fires.", StringComparison.Ordinal));
        Assert.Equal(1, Assert.Single(scene.Incidents).Alerts!.Firing);
        Assert.Equal(
            ["silences alertname=RedisDown until", "its time is over"],
            rig.Store.Audit.Entries.Where(entry => entry.Kind is AuditKind.Silenced).Select(entry => entry.Detail["what"].Split(" 20")[0]));
    }

    [Fact]
    public async Task A_silence_may_be_ended_before_its_time()
    {
        var rig = new ChatRig();
        var scene = new AlertScene(rig.Room);
        await rig.TypeAsync(Some.Ada, "/alert silence severity=~critical|page for 30m it is being moved");
        await scene.SendAsync("g", Fires("RedisDown"));
        Assert.Contains("silenced, s1", await rig.TypeAsync(Some.Olga, "/alert list"), StringComparison.Ordinal);

        Assert.StartsWith("Silence s1 is over: 1 alert", await rig.TypeAsync(Some.Grace, "/alert unsilence s1"), StringComparison.Ordinal);
        await rig.Room.CarryOutAsync();

        Assert.Single(scene.Incidents);
        Assert.Contains("No silence s1 lasts.", await rig.TypeAsync(Some.Grace, "/alert unsilence s1"), StringComparison.Ordinal);
        await rig.Room.PassAsync(TimeSpan.FromHours(1));
        Assert.Single(scene.Posts, post => post.StartsWith("Silence s1 is over", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/alert silence alertname=RedisDown 2h moving", "For how long?")]
    [InlineData("/alert silence for 2h moving", "Which alerts?")]
    [InlineData("/alert silence alertname=RedisDown for ever moving", "I cannot read 'ever' as a time.")]
    [InlineData("/alert silence alertname=RedisDown for 2h", "A silence takes a reason; it goes on the record.")]
    [InlineData("/alert silence RedisDown for 2h moving", "'RedisDown' is no matcher: write label=value")]
    [InlineData("/alert silence alertname=~( for 2h moving", "'(' is no pattern that can be matched")]
    [InlineData("/alert silence alertname=RedisDown for 40d moving", "A silence lasts from a minute to 30 d.")]
    public async Task What_is_no_silence_is_refused_with_what_to_type(string typed, string fault)
    {
        var rig = new ChatRig();

        var answer = await rig.TypeAsync(Some.Ada, typed);

        Assert.Contains(fault, answer, StringComparison.Ordinal);
        Assert.Contains("/alert silence", answer, StringComparison.Ordinal);
        Assert.Empty(await rig.Store.Alerts.SilencesAsync(default));
    }

    [Fact]
    public async Task Whoever_takes_over_reads_what_is_silenced_and_what_was_well()
    {
        var rig = new ChatRig();
        await rig.TypeAsync(Some.Ada, "/incident open P0 Redis is down");
        rig.Room.Diagnose.Report = new("PONG", Healthy: true);
        await rig.Room.CarryOutAsync();
        await rig.TypeAsync(Some.Ada, "/alert silence alertname=Slow for 2h the cache is being filled");

        await rig.TypeAsync(Some.Ada, "/incident handover INC-1 @grace");

        var card = rig.Store.Said.OfType<Outgoing.Notice>().Select(notice => PlainText.Render(notice.Card)).Last();
        Assert.Contains("Silenced: s1 alertname=Slow until", card, StringComparison.Ordinal);
        Assert.Contains("by Ada: the cache is being filled.", card, StringComparison.Ordinal);
        Assert.Contains("Was well when it was looked at: /redis diagnose on primary (", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_alert_opens_a_drill()
    {
        var rig = new ChatRig();

        Assert.StartsWith("A test alert of prometheus is under way", await rig.TypeAsync(Some.Ada, "/alert test prometheus"), StringComparison.Ordinal);
        await rig.Room.AlertDesk.TakeAsync(await rig.Store.AlertInbox.OldestAsync(10, default), default);

        Assert.Equal((IncidentKind.Drill, "Test of the alert source prometheus by Ada"), (rig.Room.Incident.Kind, rig.Room.Incident.Title));
        Assert.Contains("There are: prometheus.", await rig.TypeAsync(Some.Ada, "/alert test grafana"), StringComparison.Ordinal);
    }
}
