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
        Assert.Equal(posts.Where(post => post.In == Some.Channel).Select(post => post.Card.Title), posts.Where(post => post.In == Far).Select(post => post.Card.Title));
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
        Assert.Contains(room.Store.Said.Skip(before), message => message is Outgoing.Refresh { Subject.Kind: LiveSubject.Runbook } refresh && refresh.In == Far);
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
}
