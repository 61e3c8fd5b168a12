using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Desk;

public sealed class BridgeTests
{
    private static readonly ChannelRef Far = new("slack", "T1", "C1");

    private readonly IncidentRoom room = new(bridges: new Dictionary<string, ChannelRef> { ["slack"] = Far });

    [Fact]
    public async Task What_is_said_in_one_channel_is_said_in_the_other_in_the_same_order()
    {
        await room.InAsync(IncidentState.Assessing);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "Slack", default);
        var before = room.Store.Said.Count;

        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default);
        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P1, default);

        var posts = room.Store.Said.Skip(before).OfType<Outgoing.Post>().ToList();
        Assert.Equal(
            posts.Where(post => post.In == Some.Channel).Select(post => post.Card.Title),
            posts.Where(post => post.In == Far).Select(post => post.Card.Title));
        Assert.Equal(2, posts.Count(post => post.In == Far));
        Assert.Contains(room.Store.Said, message => message is Outgoing.Refresh refresh && refresh.In == Far);
    }

    [Fact]
    public async Task A_command_from_the_other_side_means_this_incident()
    {
        await room.InAsync(IncidentState.Assessing);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, null, default);
        var far = Some.Request(Some.Grace);

        await room.Desk.NoteAsync(far with { ReplyTo = far.ReplyTo with { Channel = Far } }, null, "seen from afar", default);

        Assert.Contains("Noted in the timeline of INC-1", room.LastReply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_shows_its_card_on_both_sides()
    {
        await room.InAsync(IncidentState.Mitigating);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        var run = Some.Run(room.Incident);

        await new EverywhereLedger(room.Store, room.Store.Incidents, room.Store.Runs).CommitAsync(
            new Changes { Run = run, Say = [new Outgoing.Refresh(run.Channel, new LiveSubject(LiveSubject.Run, run.Id.Value))] }, default);

        Assert.Contains(room.Store.Said, message => message is Outgoing.Refresh { Subject.Kind: LiveSubject.Run } refresh && refresh.In == Far);
    }

    [Fact]
    public async Task A_run_that_waits_already_is_shown_there_from_the_bridge_on()
    {
        await room.InAsync(IncidentState.Mitigating);
        var run = Some.Run(room.Incident);
        await room.Store.CommitAsync(new Changes { Run = run }, default);

        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);

        Assert.Contains(new Outgoing.Refresh(Far, new LiveSubject(LiveSubject.Run, run.Id.Value)), room.Store.Said);
    }

    [Fact]
    public async Task The_card_of_its_runbook_is_shown_on_both_sides_from_the_bridge_on()
    {
        room.Files.Texts["steps.md"] = "# Steps\n\n## Assessment\n\n```action\nredis.diagnose\n```\n";
        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P1, "steps It is slow", null, default);
        await room.CarryOutAsync();
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);

        Assert.NotNull(room.Incident.Runbook);
        Assert.Contains(room.Store.Said, message => message is Outgoing.Refresh { Subject.Kind: LiveSubject.Runbook } refresh && refresh.In == Far);

        var before = room.Store.Said.Count;
        await new EverywhereLedger(room.Store, room.Store.Incidents, room.Store.Runs).CommitAsync(
            new Changes { Say = [new Outgoing.Refresh(Some.Channel, new LiveSubject(LiveSubject.Runbook, room.Incident.Id.Value))] }, default);
        Assert.Contains(
            room.Store.Said.Skip(before),
            message => message is Outgoing.Refresh { Subject.Kind: LiveSubject.Runbook } refresh && refresh.In == Far);
    }

    [Theory]
    [InlineData("teams", "There is no bridge called 'teams'.")]
    [InlineData("slack:T9:C9", "There is no bridge called 'slack:T9:C9'.")]
    public async Task Only_configured_channels_can_be_bridged_to(string name, string refusal)
    {
        await room.InAsync(IncidentState.Assessing);

        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, name, default);

        Assert.Contains(refusal, room.LastReply, StringComparison.Ordinal);
        Assert.Empty(room.Incident.Bridges);
    }

    [Fact]
    public async Task Bridging_twice_changes_nothing()
    {
        await room.InAsync(IncidentState.Assessing);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);

        Assert.Contains("is live in", room.LastReply, StringComparison.Ordinal);
        Assert.Contains("already", room.LastReply, StringComparison.Ordinal);
        Assert.Equal([Far], room.Incident.Bridges);
    }

    [Fact]
    public async Task A_bridge_that_is_ended_says_so_there_and_what_is_worked_on_comes_there_no_more()
    {
        await room.InAsync(IncidentState.Assessing);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        await room.Desk.UnbridgeAsync(Some.Request(Some.Grace), 1, "Slack", default);

        Assert.Contains("INC-1 is no longer live in C1", room.LastReply, StringComparison.Ordinal);
        var last = PlainText.Render(room.Store.Said.OfType<Outgoing.Post>().Last(post => post.In == Far).Card);
        Assert.Equal("INC-1 is no longer live here: Redis is down\nGrace has ended the bridge. It goes on in ops; "
            + "only another severity, and that it is over, are told here.\nTo have it here again, type there: /incident bridge INC-1 slack", last);
        Assert.Contains(room.Store.Said, message => message is Outgoing.Refresh { Subject.Kind: LiveSubject.Incident } refresh && refresh.In == Far);
        Assert.Empty(room.Incident.Bridges);
        Assert.Equal((Some.Grace.Id, "no longer live in slack:T1:C1"), (room.Timeline[^1].By!.Value, room.Timeline[^1].Text));
        Assert.Equal("no longer live in slack:T1:C1", room.LastAudit.Detail["what"]);

        var before = room.Store.Said.Count;
        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default);
        Assert.DoesNotContain(room.Store.Said.Skip(before), message => message.Channel == Far);
    }

    [Fact]
    public async Task The_plans_that_wait_there_are_brought_up_to_date_once_more_so_that_nothing_on_them_can_be_pressed()
    {
        await room.InAsync(IncidentState.Mitigating);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        var run = Some.Run(room.Incident);
        await room.Store.CommitAsync(new Changes { Run = run }, default);

        await room.Desk.UnbridgeAsync(Some.Request(Some.Ada), 1, null, default);

        Assert.Contains(
            room.Store.Said,
            message => message is Outgoing.Refresh { Subject.Kind: LiveSubject.Run } refresh && refresh.In == Far && refresh.Subject.Id == run.Id.Value);
    }

    [Fact]
    public async Task Ending_it_twice_changes_nothing_and_it_can_be_made_again()
    {
        await room.InAsync(IncidentState.Assessing);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        await room.Desk.UnbridgeAsync(Some.Request(Some.Ada), 1, null, default);
        var events = room.Timeline.Count;

        await room.Desk.UnbridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        Assert.Contains("INC-1 is bridged to no other channel.", room.LastReply, StringComparison.Ordinal);
        Assert.Equal(events, room.Timeline.Count);

        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        Assert.Equal([Far], room.Incident.Bridges);
        Assert.Contains("is live in", room.LastReply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_several_bridges_it_takes_a_name_unless_it_is_typed_in_one_of_them()
    {
        var farther = new ChannelRef("slack", "T1", "C2");
        var wide = new IncidentRoom(bridges: new Dictionary<string, ChannelRef> { ["slack"] = Far, ["war-room"] = farther });
        await wide.InAsync(IncidentState.Assessing);
        await wide.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        await wide.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "war-room", default);

        await wide.Desk.UnbridgeAsync(Some.Request(Some.Ada), 1, null, default);
        Assert.Equal("End which bridge?\nIt is bridged to: slack, war-room. Type /incident unbridge INC-1 slack.", wide.LastReply);
        await wide.Desk.UnbridgeAsync(Some.Request(Some.Ada), 1, "teams", default);
        Assert.StartsWith("INC-1 is not bridged to 'teams'.\nIt is bridged to: slack, war-room.", wide.LastReply, StringComparison.Ordinal);
        Assert.Equal([Far, farther], wide.Incident.Bridges);

        await wide.Desk.UnbridgeAsync(Some.Request(Some.Ada, channel: farther), null, null, default);
        Assert.Equal([Far], wide.Incident.Bridges);
    }

    [Fact]
    public async Task It_takes_the_permission_that_making_one_takes()
    {
        await room.InAsync(IncidentState.Assessing);
        await room.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);

        await room.Desk.UnbridgeAsync(Some.Request(Some.Olga), 1, "slack", default);

        Assert.Contains("takes the Respond permission", room.LastReply, StringComparison.Ordinal);
        Assert.Equal([Far], room.Incident.Bridges);
    }
}
