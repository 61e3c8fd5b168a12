using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Rooms;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Rounds;

public sealed class RoomRoundTests
{
    private readonly FakeRooms rooms = new();
    private readonly IncidentRoom room;

    public RoomRoundTests() => room = new IncidentRoom(rooms: rooms);

    [Fact]
    public async Task An_incident_starts_where_it_was_opened_and_moves_when_its_room_is_there()
    {
        await OpenAsync();
        Assert.Equal(Some.Channel, room.Incident.Channel);

        await CarryOutAsync();

        Assert.Equal(FakeRooms.Place, room.Incident.Channel);
        Assert.Contains(
            Posts(FakeRooms.Place),
            card => card.Title == "INC-1 so far" && PlainText.Render(card).Contains("opened as P0: Redis is down", StringComparison.Ordinal));
        Assert.Contains(
            "It is handled in #room-1.",
            PlainText.Render(Assert.Single(Posts(Some.Channel), card => card.Title == "INC-1 has a channel of its own")),
            StringComparison.Ordinal);
        Assert.Contains(room.Store.Said, message => message is Outgoing.Refresh refresh && refresh.In == FakeRooms.Place);
    }

    [Fact]
    public async Task After_the_move_the_channel_of_the_opening_sees_only_the_living_card()
    {
        await OpenAsync();
        await CarryOutAsync();
        var before = room.Store.Said.Count;

        await room.Desk.AcknowledgeAsync(Some.Request(Some.Grace), 1, default);

        var said = room.Store.Said.Skip(before).Where(message => message is not Outgoing.Reply).ToList();
        Assert.Single(said, message => message is Outgoing.Refresh refresh && refresh.In == Some.Channel);
        Assert.DoesNotContain(said, message => message is Outgoing.Post post && post.In == Some.Channel);
        Assert.Single(said, message => message is Outgoing.Post post && post.In == FakeRooms.Place);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("topic")]
    [InlineData("pin")]
    [InlineData("archive")]
    public async Task A_process_that_dies_after_a_step_is_followed_by_one_that_comes_to_the_same_end(string step)
    {
        rooms.DiesAfter = step;
        await OpenAsync();
        await CarryOutAsync();
        await CloseAsync();

        Assert.Null(rooms.DiesAfter);
        Assert.Equal(rooms.World.Distinct(), rooms.World);
        Assert.Equal(["create", "pin card", "archive"], rooms.World.Where(did => !did.StartsWith("topic", StringComparison.Ordinal)));
        Assert.Single(Posts(FakeRooms.Place), card => card.Title == "INC-1 so far");
        Assert.True(room.Incident.Room!.Archived);
    }

    [Fact]
    public async Task Where_no_room_can_be_made_the_incident_goes_on_and_that_is_said_once()
    {
        rooms.Instead =
            work => work.Incident.IsOpen ? new RoomStep.Impossible("Slack refused conversations.create: missing_scope. Add the scope channels:manage.") : null;
        await OpenAsync();
        await CarryOutAsync();
        room.Time.Advance(TimeSpan.FromMinutes(20));
        await CarryOutAsync();

        Assert.Equal(Some.Channel, room.Incident.Channel);
        Assert.Single(Posts(Some.Channel), card => PlainText.Render(card).Contains("Add the scope channels:manage.", StringComparison.Ordinal));

        rooms.Instead = _ => null;
        room.Time.Advance(TimeSpan.FromMinutes(20));
        await CarryOutAsync();
        Assert.Equal(FakeRooms.Place, room.Incident.Channel);
    }

    [Fact]
    public async Task A_command_typed_in_the_room_finds_its_incident_and_so_does_one_typed_where_it_was_opened()
    {
        await OpenAsync();
        await CarryOutAsync();

        await room.Desk.StatusAsync(Some.Request(Some.Ada) with { ReplyTo = Some.Request(Some.Ada).ReplyTo with { Channel = FakeRooms.Place } }, null, default);
        Assert.DoesNotContain("was opened here", room.LastReply, StringComparison.Ordinal);

        await room.Desk.StatusAsync(Some.Request(Some.Ada), null, default);
        Assert.Contains("INC-1 was opened here and is handled in #room-1.", room.LastReply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_incident_gets_its_room_back_when_it_is_reopened()
    {
        await OpenAsync();
        await CarryOutAsync();
        await CloseAsync();
        Assert.Equal(Some.Channel, room.Incident.Channel);

        await room.Desk.ReopenAsync(Some.Request(Some.Ada), 1, "it is back", default);
        await CarryOutAsync();

        Assert.Equal(FakeRooms.Place, room.Incident.Channel);
        Assert.False(room.Incident.Room!.Archived);
    }

    [Fact]
    public async Task The_audits_head_is_posted_before_the_room_is_put_away()
    {
        await OpenAsync();
        await CarryOutAsync();
        await CloseAsync();

        Assert.Contains(Posts(FakeRooms.Place), card => PlainText.Render(card).Contains("Audit head", StringComparison.Ordinal));
        Assert.Equal("archive", rooms.World[^1]);
    }

    [Fact]
    public async Task What_a_room_lacks_is_said_once_and_in_one_message()
    {
        rooms.Instead = work => !work.Room.IsOpen ? null
            : !work.Room.Done.ContainsKey("invite") ? new RoomStep.Lacks("invite", "none", "Nobody could be invited: add the scope channels:manage.")
            : !work.Room.Done.ContainsKey("bookmark") ? new RoomStep.Lacks("bookmark", "none", "There is no bookmark: add the scope bookmarks:write.")
            : null;
        await OpenAsync();
        await CarryOutAsync();
        await room.Desk.AcknowledgeAsync(Some.Request(Some.Grace), 1, default);
        await CarryOutAsync();

        var told = Assert.Single(Posts(FakeRooms.Place), card => card.Title == "#room-1 lacks something");
        Assert.Contains("channels:manage", PlainText.Render(told), StringComparison.Ordinal);
        Assert.Contains("bookmarks:write", PlainText.Render(told), StringComparison.Ordinal);
    }

    /// <summary>
    /// Beside the card: one message for each change of state, the finding being the first of them and what the checks say that of
    /// verifying, and what was asked for or promised.
    /// </summary>
    [Fact]
    public async Task Nobody_reads_more_than_the_card_and_one_message_for_each_change_of_state()
    {
        await OpenAsync();
        await CarryOutAsync();
        await CloseAsync();

        var read = Posts(FakeRooms.Place).Concat(Posts(Some.Channel)).Select(card => card.Title).ToList();
        string[] once = ["INC-1 so far", "INC-1 has a channel of its own", "Ada acknowledged INC-1", "INC-1 summary", "INC-1 summary, version 2"];
        Assert.All(once, title => Assert.Single(read, title));
        var promised = read.Count(title => title.StartsWith("INC-1 P0 still", StringComparison.Ordinal));
        Assert.InRange(promised, 0, (int)(room.Policy.Soak / room.Policy.UpdateEvery[Severity.P0]));
        Assert.Equal(room.Timeline.Count(entry => entry.To is not (null or IncidentState.Verifying)), read.Count - once.Length - promised);
        Assert.Equal(
            ["INC-1 is mitigated: Redis is down", "INC-1 is resolved, repaired: Redis is down"],
            room.Store.Said.OfType<Outgoing.Post>().Where(post => post.Under is not null).Select(post => post.Card.Title));
        Assert.True(rooms.World.Count(did => did.StartsWith("topic", StringComparison.Ordinal)) <= room.Timeline.Count(entry => entry.To is not null) + 1);
    }

    [Fact]
    public async Task Work_that_takes_longer_than_a_turn_keeps_its_turn()
    {
        var ends = new List<DateTimeOffset>();
        rooms.Instead = work =>
        {
            ends.Add(work.Room.Turn?.Until ?? DateTimeOffset.MaxValue);
            Assert.True(ends[^1] > room.Time.GetUtcNow(), "somebody else may take the room while this one works on it");
            room.Time.Advance(room.Policy.RoomTurn * 0.4);
            return ends.Count > 10 ? null : new RoomStep.Did($"step {ends.Count}", "done");
        };
        await OpenAsync();

        await room.CarryOutAsync();

        Assert.True(ends.Distinct().Count() > 3);
        Assert.Null(room.Incident.Room!.Turn);
    }

    [Fact]
    public async Task Whoever_acts_from_another_platform_is_invited_by_every_account_they_have_linked_ones_too()
    {
        var linked = new Account("slack", "T1", "U-linked");
        await OpenAsync();
        await LinkAsync(Some.Ada, linked);
        await CarryOutAsync();

        Assert.Equal([.. Some.Ada.Accounts, linked], rooms.Invited);
    }

    [Fact]
    public async Task An_account_that_was_linked_after_it_acted_counts_as_its_holders()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Olga), Severity.P0, "Redis is down", null, default);
        await LinkAsync(Some.Grace, Some.Olga.Accounts[0]);
        await CarryOutAsync();

        Assert.Equal([Some.Olga.Accounts[0], .. Some.Grace.Accounts], rooms.Invited);
    }

    [Fact]
    public async Task A_link_that_has_ended_brings_nobody_in()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Olga), Severity.P0, "Redis is down", null, default);
        await LinkAsync(Some.Grace with { Accounts = [new Account("slack", "T1", "U-gone")] }, Some.Olga.Accounts[0]);
        await CarryOutAsync();

        Assert.Equal(Some.Olga.Accounts, rooms.Invited);
    }

    [Fact]
    public async Task Responders_are_those_who_are_listed_and_the_members_of_groups_of_that_workspace()
    {
        rooms.InvitesResponders = true;
        room.Members.Users.Add("pat");
        await OpenAsync();
        await CarryOutAsync();

        Assert.Equal([.. Some.Ada.Accounts, .. Some.Grace.Accounts, new Account("local", "demo", "pat")], rooms.Invited);
    }

    [Fact]
    public async Task Nobody_asks_who_is_in_a_group_where_responders_are_not_invited()
    {
        await OpenAsync();
        await CarryOutAsync();

        Assert.Equal(0, room.Members.Asked);
        Assert.Equal(Some.Ada.Accounts, rooms.Invited);
    }

    [Fact]
    public async Task A_group_that_cannot_be_read_is_said_once_and_read_later()
    {
        rooms.InvitesResponders = true;
        room.Members.Users.Add("pat");
        room.Members.IsUnreadable = true;
        await OpenAsync();
        await CarryOutAsync();
        room.Time.Advance(TimeSpan.FromMinutes(6));
        await CarryOutAsync();
        Assert.Single(Posts(FakeRooms.Place), card => PlainText.Render(card).Contains("The members of a group could not be read", StringComparison.Ordinal));
        Assert.DoesNotContain(rooms.Invited, account => account.UserId == "pat");

        room.Members.IsUnreadable = false;
        room.Time.Advance(TimeSpan.FromMinutes(6));
        await CarryOutAsync();
        Assert.Contains(rooms.Invited, account => account.UserId == "pat");
    }

    private Task<CommitResult> LinkAsync(Person person, Account other) => room.Store.CommitAsync(
        new Changes { Link = new LinkOffer("ABCDEFGHJK", person.Id, Some.Request(person).ReplyTo, other, Some.Night, Linked: true) }, default);

    private Task<Answer> OpenAsync() => room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is down", null, default);

    private async Task CloseAsync()
    {
        await room.Desk.AcknowledgeAsync(Some.Request(Some.Ada), 1, default);
        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, "it is clear", default);
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await CarryOutAsync();
        await room.PassAsync(room.Policy.Soak);
        await room.Desk.CloseAsync(Some.Request(Some.Ada), 1, default);
        await CarryOutAsync();
    }

    /// <summary>Everything due is carried out and everything said is delivered; a process that dies is followed by another.</summary>
    private async Task CarryOutAsync()
    {
        for (var round = 0; round < 10; round++)
        {
            try
            {
                await room.CarryOutAsync();
                while (await room.Store.Outbox.ClaimAsync(room.Time.GetUtcNow(), room.Time.GetUtcNow().AddMinutes(1), default) is { } item)
                {
                    if (item.Message is Outgoing.Refresh { Subject: { Kind: LiveSubject.Incident } subject } refresh)
                    {
                        await room.Store.Outbox.RememberPostedAsync(refresh.In, subject, "card", default);
                    }

                    await room.Store.Outbox.CompleteAsync(item, default);
                }
            }
            catch (IOException)
            {
                room.Time.Advance(TimeSpan.FromMinutes(2));
            }

            room.Time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    private IReadOnlyList<Card> Posts(
        ChannelRef channel) => [.. room.Store.Said.OfType<Outgoing.Post>()
            .Where(post => post.In == channel && post.Under is null)
            .Select(post => post.Card)];
}
