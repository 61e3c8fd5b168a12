using IncidentBot.Chat;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Desk;

/// <summary>What readers are told where an incident was opened, and is not handled.</summary>
public sealed class AnnouncementTests
{
    private static readonly ChannelRef Own = new("local", "demo", "inc-1");
    private readonly IncidentRoom room = new(channelFor: (_, _, _) => Own);

    [Fact]
    public async Task They_are_told_what_they_must_know_and_nothing_else()
    {
        await room.InAsync(IncidentState.Monitoring);
        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P2, default);
        await room.Desk.SeverityAsync(Some.Request(Some.Grace), 1, Severity.P1, default);
        await room.Desk.NoteAsync(Some.Request(Some.Ada), 1, "chatter", default);
        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "chatter", default);
        await room.PassAsync(room.Policy.Soak);
        await room.Desk.CloseAsync(Some.Request(Some.Ada), 1, default);
        await room.Desk.ReopenAsync(Some.Request(Some.Grace), 1, "it is back", default);
        await room.CarryOutAsync();
        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "another one has it", default);

        Assert.Equal(
        [
            "INC-1 is mitigated: Redis is down",
            "INC-1 is P2 now: Redis is down\nLowered from P0 by Ada.",
            "INC-1 is P1 now: Redis is down\nRaised from P2 by Grace.",
            "INC-1 is resolved, repaired: Redis is down",
            "INC-1 is reopened: Redis is down\nReopened by Grace: it is back",
            "INC-1 is cancelled: Redis is down\nCancelled by Ada: another one has it",
        ],
            Told().Zip([1, 2, 2, 1, 2, 2], (text, lines) => string.Join('\n', text.Split('\n').Take(lines))));
        Assert.All(News(), news => Assert.Equal(new LiveSubject(LiveSubject.Incident, room.Incident.Id.Value), news.Under));
    }

    [Fact]
    public async Task What_was_taken_for_over_and_is_not_is_said_too()
    {
        await room.InAsync(IncidentState.Monitoring);
        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, "it fills up again", default);

        Assert.Equal("INC-1 is not over: Redis is down\nBack to mitigating by Ada: it fills up again", Told().Last());
    }

    [Fact]
    public async Task An_override_is_no_repair_there_either()
    {
        room.Checks.Results["writes"] = false;
        await room.InAsync(IncidentState.Mitigating);
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();
        await OverrideAsync();
        await OverrideAsync();

        Assert.Equal(IncidentState.Resolved, room.Incident.State);
        var told = Assert.Single(News());
        Assert.Equal(Tone.Warning, told.Card.Tone);
        Assert.StartsWith(
            "INC-1 is resolved by override: Redis is down\nApproved by Grace. Not repaired as far as the checks know: writes",
            PlainText.Render(told.Card),
            StringComparison.Ordinal);
        var card = new AnnouncementCard(Some.People).Draw(room.Incident);
        Assert.Equal(Tone.Warning, card.Tone);
        Assert.Contains("Not repaired as far as the checks know", PlainText.Render(card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_that_is_handled_where_it_was_opened_tells_nobody_twice()
    {
        var here = await new IncidentRoom().InAsync(IncidentState.Closed);

        Assert.DoesNotContain(here.Store.Said.OfType<Outgoing.Post>(), post => post.Under is not null);
    }

    [Fact]
    public async Task Of_a_private_incident_nothing_is_told()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Ada), new Opening(Severity.P0, "Keys have leaked", null) { IsPrivate = true }, default);
        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P1, default);
        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake", default);

        Assert.Equal("INC-1 opened, private", Assert.Single(room.Store.Said, message => message is not Outgoing.Reply && message.Channel == Some.Channel)
            is Outgoing.Post post ? PlainText.Render(post.Card) : null);
    }

    [Fact]
    public async Task The_announcement_is_kept_up_to_date_to_the_end()
    {
        var platform = new FakePlatform();
        var live = new LiveCards(
            room.Cards, null!, new AnnouncementCard(Some.People), room.Store.Incidents, room.Store.Runs, new RunCard(Some.People, StepUp.None));
        var delivery = new OutboxDelivery([platform], room.Store.Outbox, live, new Redactor([]), room.Time, NullLogger<OutboxDelivery>.Instance);
        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P1, "Redis is down", null, default);
        await DeliverAsync(delivery);
        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P0, default);
        await DeliverAsync(delivery);
        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake", default);
        await DeliverAsync(delivery);

        var there = platform.Calls.Where(call => call.Contains("Redis is down", StringComparison.Ordinal)).ToList();
        Assert.Equal("post ops: INC-1 P1 Declared: Redis is down", there[0]);
        var announcement = platform.Calls.Where(call => call.StartsWith("post", StringComparison.Ordinal)).ToList().IndexOf(there[0]) + 1;
        Assert.Contains($"update message-{announcement}: INC-1 P0 Declared: Redis is down", there);
        Assert.Contains($"update message-{announcement}: INC-1 P0 Cancelled: Redis is down", there);
        Assert.Contains($"under message-{announcement}: INC-1 is P0 now: Redis is down", there);
        Assert.Contains($"under message-{announcement}: INC-1 is cancelled: Redis is down", there);
    }

    /// <summary>Everybody who was told how bad it is is told that it is not so any more, once in each place.</summary>
    [Theory]
    [InlineData(Severity.P0, Severity.P2, "Lowered")]
    [InlineData(Severity.P2, Severity.P0, "Raised")]
    public async Task Another_severity_is_told_in_its_own_channel_on_its_bridges_and_where_it_was_opened(Severity first, Severity then, string how)
    {
        var far = new ChannelRef("slack", "T1", "C1");
        var wide = new IncidentRoom(channelFor: (_, _, _) => Own, bridges: new Dictionary<string, ChannelRef> { ["slack"] = far });
        await wide.Desk.OpenAsync(Some.Request(Some.Ada), first, "Redis is down", null, default);
        await wide.Desk.BridgeAsync(Some.Request(Some.Ada), 1, "slack", default);
        var before = wide.Store.Said.Count;

        await wide.Desk.SeverityAsync(Some.Request(Some.Ada), 1, then, default);

        var told = wide.Store.Said.Skip(before).OfType<Outgoing.Post>().ToDictionary(post => post.In, post => PlainText.Render(post.Card));
        Assert.Equal([Own, far, Some.Channel], told.Keys.OrderBy(channel => channel == Some.Channel).ThenBy(channel => channel == far));
        Assert.All([Own, far], channel => Assert.Equal($"INC-1: severity {first} → {then}, by Ada", told[channel]));
        Assert.Equal($"INC-1 is {then} now: Redis is down\n{how} from {first} by Ada.", told[Some.Channel]);
    }

    private async Task DeliverAsync(OutboxDelivery delivery)
    {
        while (await room.Store.Outbox.ClaimAsync(room.Time.GetUtcNow(), room.Time.GetUtcNow().AddMinutes(1), default) is { } item)
        {
            await delivery.DeliverAsync(item, default);
        }
    }

    private async Task OverrideAsync()
    {
        await room.Desk.OverrideAsync(Some.Request(Some.Ada), 1, "customers can wait", default);
        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, room.Incident.PendingOverride!.Code, default);
    }

    private IEnumerable<Outgoing.Post> News() => room.Store.Said.OfType<Outgoing.Post>().Where(post => post.In == Some.Channel);

    private IEnumerable<string> Told() => News().Select(news => PlainText.Render(news.Card));
}
