using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Audience;

/// <summary>Somebody who wants to hear of an incident, alone and without working on it. Olga is listed nowhere.</summary>
public sealed class FollowTests
{
    private readonly ChatRig rig = new();

    private IncidentRoom Room => rig.Room;

    [Fact]
    public async Task Whoever_follows_is_told_each_headline_once_also_after_a_restart_until_they_end_it()
    {
        await Room.InAsync(IncidentState.Mitigating);
        var answer = await rig.TypeAsync(Some.Olga, "/incident follow INC-1");
        Assert.Equal(
            "You follow INC-1\nYou are told alone of another severity, of status updates and of how it ends. /incident unfollow INC-1 ends that.", answer);
        Assert.Equal((AuditKind.Incident, "follows it"), (Room.LastAudit.Kind, Room.LastAudit.Detail["what"]));

        await rig.TypeAsync(Some.Ada, "/incident severity INC-1 P1");
        var after = new IncidentRoom(before: Room);
        await after.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "publishing is back", default);
        await after.Desk.NoteAsync(Some.Request(Some.Ada), 1, "chatter", default);
        await after.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake", default);
        await after.Desk.ReopenAsync(Some.Request(Some.Grace), 1, "it is back", default);
        await rig.TypeAsync(Some.Olga, "/incident unfollow INC-1");
        await after.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake after all", default);

        Assert.Equal(
            [
                "INC-1 is P1 now: Redis is down", "INC-1 status update: Redis is down", "INC-1 is cancelled: Redis is down",
                "INC-1 is reopened: Redis is down",
            ],
            Noticed(Some.Olga));
        Assert.StartsWith("You do not follow INC-1.", await rig.TypeAsync(Some.Olga, "/incident unfollow INC-1"));
    }

    [Fact]
    public async Task That_somebody_follows_is_nothing_that_happens_in_the_incident()
    {
        await Room.InAsync(IncidentState.Mitigating);
        var (entries, posts, changed) = (Room.Timeline.Count, Room.Posts.Count(), Room.Incident.UpdatedAt);

        Room.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.TypeAsync(Some.Olga, "/incident follow INC-1");

        Assert.Equal((entries, posts, changed), (Room.Timeline.Count, Room.Posts.Count(), Room.Incident.UpdatedAt));
    }

    [Fact]
    public async Task Who_has_asked_as_well_is_told_once()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Olga, "/incident follow INC-1");
        await rig.TypeAsync(Some.Olga, "/incident ask-update INC-1 is checkout back?");
        await rig.TypeAsync(Some.Ada, "/incident update INC-1 it is");
        await rig.TypeAsync(Some.Olga, "/incident ask-update INC-1 since when?");
        await rig.TypeAsync(Some.Ada, "/incident cancel INC-1 a mistake");

        Assert.Equal(["INC-1 status update: Redis is down", "INC-1 is cancelled: Redis is down"], Noticed(Some.Olga));
    }

    [Fact]
    public async Task Twice_is_once_and_what_is_over_is_not_followed()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Olga, "/incident follow INC-1");
        Assert.StartsWith("You follow INC-1 already.", await rig.TypeAsync(Some.Olga, "/incident follow INC-1"));
        Assert.Single(Room.Incident.Followers);

        await rig.TypeAsync(Some.Ada, "/incident cancel INC-1 a mistake");
        Assert.StartsWith(
            "INC-1 is Cancelled; there is nothing more to hear of it.", await rig.TypeAsync(Some.Grace, "/incident follow INC-1"));
    }

    [Fact]
    public async Task Whom_the_bot_cannot_tell_alone_is_told_so_at_once_and_follows_nothing()
    {
        await Room.InAsync(IncidentState.Mitigating);
        Room.WhyNotAlone = account => account == Some.Olga.Accounts[0] ? "The bot has no chat with you yet: write to it once." : null;

        Assert.Equal(
            "The bot has no chat with you yet: write to it once.\nThen type /incident follow INC-1 again.",
            await rig.TypeAsync(Some.Olga, "/incident follow INC-1"));
        Assert.Empty(Room.Incident.Followers);

        Room.WhyNotAlone = _ => null;
        Assert.StartsWith("You follow INC-1\n", await rig.TypeAsync(Some.Olga, "/incident follow INC-1"));
    }

    [Fact]
    public async Task There_is_a_number_beyond_which_people_are_not_told_one_by_one()
    {
        await Room.InAsync(IncidentState.Mitigating);
        var many = Enumerable.Range(0, Follower.Most).Select(n => new Account("local", "demo", $"reader-{n}"));
        await Room.Store.CommitAsync(
            new() { Incident = Room.Incident with { Followers = [.. many.Select(one => new Follower(new PersonId($"{one}"), one, Some.Night))] } }, default);

        Assert.StartsWith("200 people follow INC-1, and more are not told one by one.", await rig.TypeAsync(Some.Olga, "/incident follow INC-1"));
    }

    [Fact]
    public async Task A_private_incident_is_followed_by_those_with_a_part_in_it_and_only_while_they_have_one()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 private Keys have leaked");
        Assert.StartsWith("There is no INC-1.", await rig.TypeAsync(Some.Grace, "/incident follow INC-1"));
        await rig.TypeAsync(Some.Ada, "/incident role INC-1 scribe @grace");
        Assert.StartsWith("You follow INC-1", await rig.TypeAsync(Some.Grace, "/incident follow INC-1"));
        await rig.TypeAsync(Some.Ada, "/incident severity INC-1 P1");

        await rig.TypeAsync(Some.Ada, "/incident role INC-1 scribe @ada");
        await rig.TypeAsync(Some.Ada, "/incident severity INC-1 P2");

        Assert.Equal(["INC-1 is P1 now: Keys have leaked"], Noticed(Some.Grace).Where(title => title.Contains(" now:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_administrator_without_a_part_in_a_private_one_sees_it_and_does_not_follow_it()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 private Keys have leaked");
        var root = Some.Grace with { Permissions = Some.Grace.Permissions | Permissions.Administer };

        await Room.Desk.FollowAsync(Some.Request(root), 1, default);

        Assert.StartsWith("INC-1 is private; only who has a part in it may follow it.", Room.LastReply, StringComparison.Ordinal);
        Assert.Empty(Room.Incident.Followers);
    }

    private IEnumerable<string> Noticed(Person who) =>
        rig.Store.Said.OfType<Outgoing.Notice>().Where(notice => notice.To == who.Accounts[0]).Select(notice => notice.Card.Title);
}
