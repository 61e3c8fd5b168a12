using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using IncidentBot.Watch;
using IncidentBot.Words;
using static IncidentBot.Tests.Watching.WatchScene;

namespace IncidentBot.Tests.Watching;

public sealed class WatcherTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly WatchScene scene = new();

    private IReadOnlyList<Incident> Incidents => scene.Alerts.Incidents;

    [Fact]
    public async Task What_is_beyond_its_threshold_for_long_enough_opens_one_incident_with_the_target_read()
    {
        await scene.LookAsync(("memory_fill", 0.5));
        await scene.LookForAsync(Minute, ("memory_fill", 0.97));

        var incident = Assert.Single(Incidents);
        Assert.Equal(("Redis memory is nearly full: primary, memory in use 97 %", Severity.P1, Primary), (incident.Title, incident.Severity, incident.Target));
        Assert.Equal("the bot's own watch", Some.People.NameOf(incident.OpenedBy));
        Assert.Equal(1, incident.Findings);
        Assert.Equal((1, 0), (incident.Alerts!.Firing, incident.Alerts.Resolved));

        await scene.LookForAsync(TimeSpan.FromMinutes(10), ("memory_fill", 0.99));
        Assert.Equal(1, Assert.Single(Incidents).Alerts!.Firing);
        var breach = Assert.Single(await scene.Room.Store.Watch.LastingAsync(Primary, default));
        Assert.Equal((0.5, 0.99, 0.95, null), (breach.Before, breach.Worst, breach.Limit, breach.EndedAt));
    }

    [Fact]
    public async Task What_is_beyond_it_for_a_moment_or_only_warns_is_nothing()
    {
        await scene.LookForAsync(TimeSpan.FromSeconds(45), ("memory_fill", 0.97));
        await scene.LookAsync(("memory_fill", 0.9));
        await scene.LookForAsync(TimeSpan.FromSeconds(45), ("memory_fill", 0.97));
        await scene.LookForAsync(TimeSpan.FromMinutes(10), ("memory_fill", 0.9));

        Assert.Empty(Incidents);
        Assert.Empty(await scene.Room.Store.Watch.LastingAsync(null, default));
    }

    [Fact]
    public async Task It_is_over_once_it_stays_back_and_what_comes_and_goes_is_one_alert()
    {
        await scene.LookForAsync(Minute, ("memory_fill", 0.97));
        for (var n = 0; n < 5; n++)
        {
            await scene.LookForAsync(TimeSpan.FromSeconds(30), ("memory_fill", 0.94));
            await scene.LookAsync(("memory_fill", 0.96));
        }

        Assert.Equal((1, 0), (Assert.Single(Incidents).Alerts!.Firing, Incidents[0].Alerts!.Resolved));

        await scene.LookForAsync(Minute, ("memory_fill", 0.6));
        await scene.Room.PassAsync(Minute);
        Assert.Equal((0, 1), (Assert.Single(Incidents).Alerts!.Firing, Incidents[0].Alerts!.Resolved));
        Assert.Empty(await scene.Room.Store.Watch.LastingAsync(null, default));
        Assert.Equal(0.6, Assert.Single(await scene.Room.Store.Watch.BreachesAsync(Primary, default, default)).After);
    }

    [Fact]
    public async Task What_could_not_be_read_begins_nothing_and_ends_nothing()
    {
        await scene.LookForAsync(Minute, ("memory_fill", 0.97));
        for (var n = 0; n < 40; n++)
        {
            await scene.GlanceAsync();
        }

        Assert.Single(await scene.Room.Store.Watch.LastingAsync(Primary, default));

        // The run before nobody could look is not the same run as the one after it.
        await scene.LookForAsync(TimeSpan.FromSeconds(30), ("memory_fill", 0.5));
        Assert.Single(await scene.Room.Store.Watch.LastingAsync(Primary, default));
        await scene.LookForAsync(TimeSpan.FromSeconds(30), ("memory_fill", 0.5));
        Assert.Empty(await scene.Room.Store.Watch.LastingAsync(Primary, default));
    }

    [Fact]
    public async Task One_look_that_could_not_read_it_is_no_break()
    {
        await scene.LookForAsync(TimeSpan.FromSeconds(30), ("memory_fill", 0.97));
        await scene.GlanceAsync();
        Assert.Empty(Incidents);
        await scene.LookAsync(("memory_fill", 0.97));
        Assert.Single(Incidents);
    }

    [Fact]
    public async Task After_a_long_gap_a_run_begins_anew()
    {
        await scene.LookForAsync(TimeSpan.FromSeconds(30), ("memory_fill", 0.97));
        await scene.Room.PassAsync(TimeSpan.FromMinutes(3));
        await scene.LookForAsync(TimeSpan.FromSeconds(30), ("memory_fill", 0.97));
        Assert.Empty(Incidents);
        await scene.LookForAsync(TimeSpan.FromSeconds(30), ("memory_fill", 0.97));
        Assert.Single(Incidents);
    }

    [Fact]
    public async Task A_queue_that_is_gone_waits_for_nothing_any_more()
    {
        await scene.LookForAsync(Minute, ("queue_waiting:emails", 5000), ("queue_waiting:reports", 1));
        Assert.Equal("Jobs pile up: emails on primary, waiting 5,000", Assert.Single(Incidents).Title);

        await scene.LookForAsync(Minute, ("queue_waiting:reports", 1));
        Assert.Empty(await scene.Room.Store.Watch.LastingAsync(Primary, default));
    }

    [Fact]
    public async Task All_that_is_wrong_with_one_target_is_one_incident_and_another_target_has_its_own()
    {
        await scene.LookForAsync(Minute, ("memory_fill", 0.97));
        await scene.LookForAsync(Minute, ("memory_fill", 0.97), ("unreachable", 1), ("queue_waiting:emails", 5000));
        for (var n = 0; n < 6; n++)
        {
            await scene.LookAsync(Sessions, sawAll: true, ("unreachable", 1));
        }

        Assert.Equal([("primary", 3), ("sessions", 1)], Incidents.Select(incident => (incident.Target.Name, incident.Alerts!.Firing)));
        Assert.Equal(("Redis is down: sessions", Severity.P0), (Incidents[1].Title, Incidents[1].Severity));
    }

    [Fact]
    public async Task An_incident_that_somebody_has_opened_is_joined()
    {
        await scene.Room.InAsync(IncidentState.Assessing);
        await scene.LookForAsync(Minute, ("unreachable", 1));

        Assert.Equal(1, Assert.Single(Incidents).Alerts!.Firing);
    }

    [Fact]
    public async Task Replicas_that_look_by_turns_and_processes_that_begin_anew_see_the_same()
    {
        await scene.LookForAsync(TimeSpan.FromSeconds(30), ("memory_fill", 0.97));
        scene.Another();
        await scene.LookAsync(("memory_fill", 0.97));
        Assert.Empty(Incidents);
        scene.Another();
        await scene.LookAsync(("memory_fill", 0.97));
        Assert.Single(Incidents);

        for (var n = 0; n < 8; n++)
        {
            scene.Another();
            await scene.LookAsync(("memory_fill", 0.5));
        }

        Assert.Empty(await scene.Room.Store.Watch.LastingAsync(null, default));
        Assert.Single(await scene.Room.Store.Watch.BreachesAsync(Primary, default, default));
    }

    [Fact]
    public async Task A_breach_that_two_replicas_have_kept_at_the_same_moment_is_one()
    {
        await scene.LookForAsync(Minute, ("memory_fill", 0.97));
        var breach = Assert.Single(await scene.Room.Store.Watch.LastingAsync(Primary, default));
        var now = scene.Room.Time.GetUtcNow();
        await scene.Room.Store.Watch.AddAsync(new(new(Primary, now, new Dictionary<string, double>()), null, [breach with { Number = 77 }]), default);

        await scene.LookAsync(("memory_fill", 0.97));
        Assert.Equal(breach.Number, Assert.Single(await scene.Room.Store.Watch.LastingAsync(Primary, default)).Number);
        Assert.Equal(1, Assert.Single(Incidents).Alerts!.Firing);
    }

    [Fact]
    public async Task What_lasts_is_said_again_so_that_nobody_is_asked_whether_its_end_was_lost()
    {
        await scene.LookForAsync(TimeSpan.FromHours(8), ("memory_fill", 0.97));

        var now = scene.Room.Time.GetUtcNow();
        Assert.InRange(Assert.Single(scene.Room.Store.Alerts.All).Alert.HeardAt, now - TimeSpan.FromMinutes(6), now);
        Assert.DoesNotContain(scene.Alerts.Posts, post => post.Contains("/alert resolved", StringComparison.Ordinal));
        Assert.Single(scene.Room.Timeline, entry => entry.What is TimelineEvent.AlertsChanged);
    }

    [Fact]
    public async Task What_could_not_be_said_because_too_much_waits_is_said_by_the_next_look()
    {
        scene.Room.Store.AlertInbox.IsFull = true;
        await scene.LookForAsync(Minute, ("unreachable", 1));
        Assert.Empty(await scene.Room.Store.Watch.LastingAsync(null, default));

        scene.Room.Store.AlertInbox.IsFull = false;
        await scene.LookAsync(("unreachable", 1));
        Assert.Single(Incidents);
        Assert.Single(await scene.Room.Store.Watch.LastingAsync(null, default));
    }

    [Fact]
    public async Task A_target_that_nobody_looks_at_any_more_is_said_and_that_somebody_does_again()
    {
        var round = scene.Silence();
        await scene.LookAsync(("memory_fill", 0.5));
        await scene.CarryOutAsync(round);
        Assert.Empty(Incidents);

        await scene.Room.PassAsync(TimeSpan.FromMinutes(2));
        await scene.CarryOutAsync(round);
        await scene.CarryOutAsync(round);
        Assert.Equal(
            [("The watch is silent: primary was last looked at 2 min ago", Severity.P2), ("The watch is silent: sessions was never looked at", Severity.P2)],
            Incidents.Select(incident => (incident.Title, incident.Severity)));

        await scene.LookAsync(("memory_fill", 0.5));
        await scene.CarryOutAsync(round);
        Assert.Equal([0, 1], Incidents.Select(incident => incident.Alerts!.Firing));
    }

    [Fact]
    public async Task What_was_not_looked_at_before_the_process_began_is_not_silent_yet()
    {
        await scene.LookAsync(("memory_fill", 0.5));
        await scene.Room.PassAsync(TimeSpan.FromHours(9));
        await scene.CarryOutAsync(scene.Silence());

        Assert.Empty(Incidents);
    }

    [Fact]
    public async Task Where_nothing_says_in_which_channel_a_breach_is_shown_and_opens_nothing()
    {
        var quiet = new WatchScene(tells: false);
        await quiet.LookForAsync(Minute, ("unreachable", 1));

        Assert.Empty(quiet.Alerts.Incidents);
        Assert.Single(await quiet.Room.Store.Watch.LastingAsync(null, default));
    }

    [Fact]
    public async Task A_low_value_is_the_bad_one_where_a_measure_says_so()
    {
        await scene.LookForAsync(TimeSpan.FromMinutes(5), ("hit_rate", 0.5));
        Assert.Empty(Incidents);
        await scene.LookForAsync(Minute, ("hit_rate", 0.4));
        await scene.LookAsync(("hit_rate", 0.2));
        Assert.Equal(0.2, Assert.Single(await scene.Room.Store.Watch.LastingAsync(Primary, default)).Worst);
    }

    [Fact]
    public async Task A_breach_whose_threshold_is_taken_away_is_over()
    {
        await scene.LookForAsync(Minute, ("memory_fill", 0.97));
        scene.Sets(Memory, new Threshold(0.8, null));
        await scene.LookAsync(("memory_fill", 0.97));
        await scene.Room.PassAsync(Minute);

        Assert.Equal((0, 1), (Assert.Single(Incidents).Alerts!.Firing, Incidents[0].Alerts!.Resolved));
    }

    [Fact]
    public async Task It_looks_faster_while_something_is_wrong()
    {
        Assert.Equal(scene.Policy.Every, await scene.LookAsync(("memory_fill", 0.5)));
        await scene.LookForAsync(Minute, ("memory_fill", 0.97));
        Assert.Equal(scene.Policy.EveryInIncident, await scene.LookAsync(("memory_fill", 0.97)));

        // The breach is over, the incident is not.
        await scene.LookForAsync(Minute, ("memory_fill", 0.5));
        Assert.Equal(scene.Policy.EveryInIncident, await scene.LookAsync(("memory_fill", 0.5)));
        await scene.Room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a test", default);
        Assert.Equal(scene.Policy.Every, await scene.LookAsync(("memory_fill", 0.5)));
    }

    [Fact]
    public async Task Five_minutes_are_kept_by_their_worst()
    {
        await scene.LookForAsync(TimeSpan.FromMinutes(6), ("memory_fill", 0.5), ("hit_rate", 0.9), ("#counter", 7));
        await scene.LookAsync(("memory_fill", 0.7), ("hit_rate", 0.6), ("#counter", 7));
        await scene.LookForAsync(TimeSpan.FromMinutes(5), ("memory_fill", 0.5), ("hit_rate", 0.9), ("#counter", 7));

        var coarse = await SamplesAsync(WatchGrain.Coarse);
        Assert.Contains((0.7, 0.6), coarse.Select(sample => (sample.Values["memory_fill"], sample.Values["hit_rate"])));
        Assert.DoesNotContain(coarse, sample => sample.Values.ContainsKey("#counter") || sample.At.Minute % 5 != 0 || sample.At.Second != 0);
        Assert.Equal(coarse.Count, coarse.Select(sample => sample.At).Distinct().Count());
    }

    [Fact]
    public async Task A_look_that_is_older_than_the_last_one_changes_nothing()
    {
        await scene.LookAsync(("memory_fill", 0.5));
        await scene.Watcher.LookAsync(Primary, default);

        Assert.Single(await SamplesAsync(WatchGrain.Fine));
    }

    [Fact]
    public async Task The_card_of_an_incident_has_the_value_that_matters_before_and_after()
    {
        await scene.LookAsync(("memory_fill", 0.41));
        await scene.LookForAsync(Minute, ("memory_fill", 0.97), ("unreachable", 0));
        await scene.LookAsync(("memory_fill", 0.99), ("unreachable", 0));
        scene.Room.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.StartsWith("memory in use: 41 % before, 99 % at worst, 99 % now ", await WatchFieldAsync(), StringComparison.Ordinal);
        Assert.EndsWith("; last looked 4 s ago", await WatchFieldAsync(), StringComparison.Ordinal);

        await scene.LookForAsync(Minute, ("memory_fill", 0.6), ("unreachable", 1));
        Assert.Contains("not reached: yes ", await WatchFieldAsync(), StringComparison.Ordinal);
        await scene.LookForAsync(Minute, ("memory_fill", 0.6), ("unreachable", 0));
        Assert.Contains("99 % at worst, 60 % now", await WatchFieldAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_of_a_long_incident_draws_its_last_day_from_coarse_samples()
    {
        await scene.LookForAsync(Minute, ("unreachable", 0), ("memory_fill", 0.97));
        await scene.LookForAsync(TimeSpan.FromHours(30), ("unreachable", 0), ("memory_fill", 0.99));

        var reads = scene.Room.Store.Watch.Read;
        Assert.EndsWith("99 % now ████████████████████; last looked 0 s ago", await WatchFieldAsync(), StringComparison.Ordinal);
        Assert.InRange(scene.Room.Store.Watch.Read - reads, 1, 400);
    }

    [Fact]
    public async Task The_card_says_when_it_was_last_looked_and_nothing_where_nobody_watches()
    {
        await scene.Room.InAsync(IncidentState.Assessing);
        Assert.Null(await WatchFieldAsync());
        await scene.LookAsync(("memory_fill", 0.41));
        Assert.Equal("nothing is breached; last looked 0 s ago", await WatchFieldAsync());
    }

    [Theory]
    [InlineData("▁▅█·", new[] { 0.0, 5, 10 }, null)]
    [InlineData("▁▁▁·", new[] { 0.0, 0, 0 }, null)]
    [InlineData("▅██·", new[] { 0.5, 1, 2 }, 1.0)]
    public void A_course_of_values_is_a_row_of_letters(string expected, double[] values, double? top)
    {
        var from = Some.Night;
        var points = values.Select((value, n) => (from.AddMinutes(n), value)).Prepend((from.AddMinutes(-1), 100.0)).ToList();
        Assert.Equal(expected, Sparkline.Draw(points, from, from.AddMinutes(4), 4, top));
    }

    private Task<IReadOnlyList<WatchSample>> SamplesAsync(WatchGrain grain) =>
        scene.Room.Store.Watch.SamplesAsync(Primary, grain, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default);

    private async Task<string?> WatchFieldAsync() =>
        (await new WatchText(scene.Room.Store.Watch, scene.Room.Time).OfAsync(scene.Room.Incident, default))?.Value;
}
