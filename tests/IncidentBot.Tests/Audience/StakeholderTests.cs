using IncidentBot.Audience;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Audience;

/// <summary>Which channels of readers hear of an incident, and what.</summary>
public sealed class StakeholderTests
{
    private static readonly ChannelRef Own = new("local", "demo", "inc-1");
    private static readonly ChannelRef Managers = new("slack", "T1", "C-managers");
    private static readonly ChannelRef Shop = new("teams", "tenant", "19:shop@thread.tacv2");

    private static readonly StakeholderRule AnyP0 = new(Managers, [Severity.P0], [], [IncidentKind.Real]);

    [Fact]
    public async Task They_hear_headlines_and_updates_below_one_living_card_and_nothing_else()
    {
        var room = Room(AnyP0);
        await room.InAsync(IncidentState.Mitigating);
        await room.Desk.NoteAsync(Some.Request(Some.Ada), 1, "chatter", default);
        await room.Desk.TaskAsync(Some.Request(Some.Ada), 1, "write it down", null, null, default);
        await room.Desk.ImpactAsync(Some.Request(Some.Ada), 1, "checkout", "340 orders", null, null, default);
        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "publishing is back", default);
        await room.PassAsync(TimeSpan.FromMinutes(15));
        await room.Desk.SeverityAsync(Some.Request(Some.Grace), 1, Severity.P1, default);
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await room.PassAsync(room.Policy.Soak);
        await room.Desk.CloseAsync(Some.Request(Some.Ada), 1, default);
        await room.Desk.ReopenAsync(Some.Request(Some.Grace), 1, "it is back", default);
        await room.CarryOutAsync();
        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "another one has it", default);
        await room.PassAsync(TimeSpan.FromHours(3));

        Assert.Equal(
        [
            "INC-1 status update: Redis is down\nAda: publishing is back\nImpact: checkout: 340 orders (Ada says so).\nNext update by 03:15:00 UTC.",
            "INC-1 is still Mitigating: Redis is down\nIt is open for 15 min.\nImpact: checkout: 340 orders (Ada says so).\n"
                + "Next update by 03:30:00 UTC.",
            "INC-1 is P1 now: Redis is down\nLowered from P0 by Grace.",
            "INC-1 is mitigated: Redis is down\n"
                + "The checks pass since 03:00:30 UTC. Where they keep passing until 03:45:00 UTC, it is over.",
            "INC-1 is still Monitoring: Redis is down\nIt is open for 30 min.\nImpact: over since 03:00:30 UTC as far as the checks know; it was "
                + "checkout: 340 orders (Ada says so).\n"
                + "Next update by 04:00:00 UTC.",
            "INC-1 is resolved, repaired: Redis is down\nThe checks pass since 03:00:30 UTC. The checks kept passing for 30 min.",
            "INC-1 is reopened: Redis is down\nReopened by Grace: it is back",
            "INC-1 is cancelled: Redis is down\nCancelled by Ada: another one has it",
        ],
            Told(room, Managers));
        Assert.All(
            room.Store.Said.OfType<Outgoing.Post>().Where(post => post.In == Managers),
            post => Assert.Equal((Subject(room), 0), (post.Under, post.Card.Buttons.Count)));
        Assert.All(room.Store.Said.OfType<Outgoing.Refresh>().Where(refresh => refresh.In == Managers), card => Assert.Equal(Subject(room), card.Subject));
        Assert.Contains(room.Store.Said, message => message is Outgoing.Refresh && message.Channel == Managers);
    }

    [Fact]
    public async Task Whoever_writes_an_update_is_told_who_reads_it_and_the_card_says_what_is_affected()
    {
        var room = Room(AnyP0, AnyP0 with { Channel = Shop });
        await room.InAsync(IncidentState.Mitigating);
        await room.Desk.ImpactAsync(Some.Request(Some.Ada), 1, "checkout", "340 orders", null, null, default);
        await room.Desk.FollowAsync(Some.Request(Some.Olga), 1, default);

        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "publishing is back", default);

        const string Readers = "It goes to 2 channels of stakeholders and 1 person who follows it as well.";
        Assert.EndsWith($"It is in the timeline too.\n{Readers}", room.LastReply, StringComparison.Ordinal);
        var preview = new UpdatePreview(room.Store.Incidents, room.Store.Runs, room.Policy, Some.People, room.Time);
        Assert.EndsWith(Readers, PlainText.Render((await preview.DrawAsync(room.Incident, default))!), StringComparison.Ordinal);
        Assert.Contains(
            "\nAffected: checkout: 340 orders (Ada says so).\n",
            PlainText.Render(new AnnouncementCard(Some.People).Draw(room.Incident)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Severity.P0, IncidentKind.Real, true)]
    [InlineData(Severity.P1, IncidentKind.Real, true)]
    [InlineData(Severity.P2, IncidentKind.Real, false)]
    [InlineData(Severity.P0, IncidentKind.Drill, false)]
    [InlineData(Severity.P1, IncidentKind.Maintenance, true)]
    public async Task A_rule_is_about_severities_and_kinds(Severity severity, IncidentKind kind, bool isTold)
    {
        var room = Room(new StakeholderRule(Managers, [Severity.P0, Severity.P1], [], [IncidentKind.Real, IncidentKind.Maintenance]));

        await room.Desk.OpenAsync(Some.Request(Some.Ada), new Opening(severity, "Redis is down", null) { Kind = kind }, default);

        Assert.Equal(isTold, room.Incident.Stakeholders.Contains(Managers));
        Assert.Equal(isTold, room.Store.Said.Any(message => message.Channel == Managers));
    }

    [Fact]
    public async Task A_rule_about_a_service_waits_until_somebody_says_that_it_is_affected()
    {
        var room = Room(new StakeholderRule(Shop, [Severity.P0], ["Checkout"], [IncidentKind.Real]));
        await room.InAsync(IncidentState.Mitigating);
        await room.Desk.ImpactAsync(Some.Request(Some.Ada), 1, "sessions", "slow", null, null, default);
        Assert.DoesNotContain(room.Store.Said, message => message.Channel == Shop);

        await room.Desk.ImpactAsync(Some.Request(Some.Ada), 1, "checkout", "340 orders", null, null, default);

        Assert.Equal([new Outgoing.Refresh(Shop, Subject(room))], room.Store.Said.Where(message => message.Channel == Shop));
    }

    [Fact]
    public async Task Who_comes_under_a_rule_hears_how_it_stands_then_and_who_falls_out_of_it_hears_of_the_end()
    {
        var room = Room(AnyP0);
        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P1, "Redis is down", null, default);
        Assert.DoesNotContain(room.Store.Said, message => message.Channel == Managers);

        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P0, default);
        Assert.Equal([new Outgoing.Refresh(Managers, Subject(room))], room.Store.Said.Where(message => message.Channel == Managers));

        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P2, default);
        var without = new IncidentRoom(before: room, channelFor: (_, _, _) => Own);
        await without.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake", default);

        Assert.Equal(
            ["INC-1 is P2 now: Redis is down\nLowered from P0 by Ada.", "INC-1 is cancelled: Redis is down\nCancelled by Ada: a mistake"],
            Told(room, Managers));
    }

    [Fact]
    public async Task What_is_over_is_not_told_to_whoever_has_not_heard_of_it()
    {
        var before = Room();
        await before.InAsync(IncidentState.Resolved);

        var room = new IncidentRoom(before: before, channelFor: (_, _, _) => Own, stakeholders: [AnyP0]);
        await room.Desk.CloseAsync(Some.Request(Some.Ada), 1, default);

        Assert.DoesNotContain(room.Store.Said, message => message.Channel == Managers);
    }

    [Fact]
    public async Task What_was_over_when_it_was_written_down_is_a_card_and_no_news_there_and_where_that_was_done()
    {
        var room = Room(AnyP0 with { Kinds = [IncidentKind.Backfilled] });
        await room.Desk.OpenAsync(
            Some.Request(Some.Ada),
            new Opening(Severity.P0, "Redis was down", null)
            {
                Kind = IncidentKind.Backfilled,
                From = Some.Night.AddHours(-2),
                Until = Some.Night.AddHours(-1),
            },
            default);

        Assert.Equal(IncidentState.Resolved, room.Incident.State);
        Assert.Equal([new Outgoing.Refresh(Managers, Subject(room))], room.Store.Said.Where(message => message.Channel == Managers));
        Assert.Empty(Told(room, Some.Channel));
    }

    [Fact]
    public async Task Two_rules_for_one_channel_tell_it_once_and_one_that_is_its_own_channel_is_told_nothing_twice()
    {
        var room = Room(AnyP0, AnyP0 with { Severities = [Severity.P0, Severity.P1] }, AnyP0 with { Channel = Own });
        await room.InAsync(IncidentState.Monitoring);

        Assert.Equal(["INC-1 is mitigated: Redis is down"], Told(room, Managers).Select(text => text.Split('\n')[0]));
        Assert.DoesNotContain(room.Store.Said.OfType<Outgoing.Post>(), post => post.In == Own && post.Under is not null);
    }

    [Fact]
    public async Task Of_a_private_incident_they_hear_nothing_whatever_the_rule_says()
    {
        var room = Room(AnyP0 with { Severities = [Severity.P0, Severity.P1, Severity.P2] });
        await room.Desk.OpenAsync(Some.Request(Some.Ada), new Opening(Severity.P0, "Keys have leaked", null) { IsPrivate = true }, default);
        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P1, default);
        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "they are being exchanged", default);
        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake", default);

        Assert.Empty(room.Incident.Stakeholders);
        Assert.DoesNotContain(room.Store.Said, message => message.Channel == Managers);
    }

    [Fact]
    public async Task Where_it_was_live_once_readers_hear_of_another_severity_and_of_the_end()
    {
        var room = new IncidentRoom(channelFor: (_, _, _) => Own, bridges: new Dictionary<string, ChannelRef> { ["slack"] = Managers });
        await room.InAsync(IncidentState.Mitigating);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        await room.Desk.UnbridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        var before = Told(room, Managers).Count();

        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "chatter", default);
        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P1, default);
        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake", default);

        Assert.Equal(
            ["INC-1 is P1 now: Redis is down", "INC-1 is cancelled: Redis is down"],
            Told(room, Managers).Skip(before).Select(text => text.Split('\n')[0]));
    }

    private static IncidentRoom Room(params StakeholderRule[] rules) => new(channelFor: (_, _, _) => Own, stakeholders: rules);

    private static LiveSubject Subject(IncidentRoom room) => new(LiveSubject.Incident, room.Incident.Id.Value);

    private static IEnumerable<string> Told(IncidentRoom room, ChannelRef channel) =>
        room.Store.Said.OfType<Outgoing.Post>().Where(post => post.In == channel).Select(post => PlainText.Render(post.Card));
}
