using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

/// <summary>Somebody says that there will be nothing to say for a while.</summary>
public sealed class SnoozeCommandTests
{
    private readonly ChatRig rig = new();

    private IncidentRoom Room => rig.Room;

    private IEnumerable<string> Updates => Room.Posts.Select(card => card.Title).Where(title => title.StartsWith("INC-1 P0 still", StringComparison.Ordinal));

    [Fact]
    public async Task Until_then_the_bot_tells_nobody_anything_and_then_it_does_again_by_itself()
    {
        await Room.InAsync(IncidentState.Mitigating);

        Assert.Equal(
            "The next update of INC-1 comes at 03:40:00 UTC\nOne was promised by 03:15:00 UTC; that promise counts as missed.\n"
                + "Sooner with the next step, another severity or an update by a person, or with /incident snooze-updates INC-1 off.",
            await rig.TypeAsync(Some.Ada, "/incident snooze-updates 40m the provider is working on it"));

        Assert.Equal(
            "INC-1: Ada snoozes updates until 03:40:00 UTC: the provider is working on it\n"
                + "One was promised by 03:15:00 UTC; that promise counts as missed.",
            Room.LastPost);
        Assert.Equal(new TimelineEvent.UpdatesSnoozed(Some.Night.AddMinutes(40), "the provider is working on it"), Room.Timeline[^1].What);
        Assert.Contains(
            "Updates snoozed until 03:40:00 UTC by Ada: the provider is working on it. Updated",
            await rig.TypeAsync(Some.Grace, "/incident status"),
            StringComparison.Ordinal);
        await Room.PassAsync(TimeSpan.FromMinutes(39));
        Assert.Empty(Updates);
        await Room.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["INC-1 P0 still Mitigating, 40 min"], Updates);
        await Room.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(2, Updates.Count());
        Assert.Equal((1, 1), (Room.Incident.Milestones!.UpdatesKept, Room.Incident.Milestones.UpdatesMissed));
    }

    [Fact]
    public async Task Not_past_what_was_promised_it_breaks_nothing()
    {
        await Room.InAsync(IncidentState.Mitigating);

        Assert.DoesNotContain("promised", await rig.TypeAsync(Some.Ada, "/incident snooze-updates 03:10 we know more then"), StringComparison.Ordinal);

        await Room.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Single(Updates);
        Assert.Equal((1, 0), (Room.Incident.Milestones!.UpdatesKept, Room.Incident.Milestones.UpdatesMissed));
    }

    [Theory]
    [InlineData("/incident snooze-updates off")]
    [InlineData("/incident verify")]
    [InlineData("/incident severity P1")]
    public async Task It_ends_before_with_word_of_it_a_step_or_another_severity_and_what_is_overdue_comes_at_once(string typed)
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident snooze-updates 2h the provider is working on it");
        await Room.PassAsync(TimeSpan.FromMinutes(20));
        var before = Room.Posts.Count();

        await rig.TypeAsync(Some.Grace, typed);
        Assert.Null(Room.Incident.UpdatePromises!.Snooze);
        await Room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Single(Room.Posts.Skip(before), card => card.Title.Contains(" still ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_ends_with_the_first_step_too_which_the_bot_takes_by_reading()
    {
        await Room.InAsync(IncidentState.Declared);
        await rig.TypeAsync(Some.Ada, "/incident snooze-updates 2h nobody is awake");

        await Room.CarryOutAsync();
        Assert.Equal((IncidentState.Assessing, null), (Room.Incident.State, Room.Incident.UpdatePromises!.Snooze));
        await Room.PassAsync(TimeSpan.FromMinutes(15));

        Assert.Equal(["INC-1 P0 still Assessing, 15 min"], Updates);
    }

    [Fact]
    public async Task It_ends_with_the_update_of_a_person_who_promises_the_next_one()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident snooze-updates 2h the provider is working on it");

        await rig.TypeAsync(Some.Grace, "/incident update the provider is done");
        await Room.PassAsync(TimeSpan.FromMinutes(15));

        Assert.Equal(["INC-1 P0 still Mitigating, 15 min"], Updates);
    }

    [Fact]
    public async Task With_the_incident_everything_ends()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident snooze-updates 2h the provider is working on it");

        await rig.TypeAsync(Some.Grace, "/incident cancel it was none");
        var posts = Room.Posts.Count();
        await Room.PassAsync(TimeSpan.FromHours(5));

        Assert.Equal(posts, Room.Posts.Count());
        Assert.StartsWith(
            "INC-1 is Cancelled; the bot gives no updates of it.",
            await rig.TypeAsync(Some.Ada, "/incident snooze-updates INC-1 30m again"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5h they sleep", "Updates are snoozed for 1 min at least and 4 h at most, not until 2026-11-22 08:00:00 UTC")]
    [InlineData("0m now", "Updates are snoozed for 1 min at least and 4 h at most, not until 2026-11-22 03:00:00 UTC")]
    [InlineData("4h", "Snoozing updates takes a reason")]
    [InlineData("long they sleep", "length cannot be 'long'.")]
    public async Task What_cannot_be_is_refused_with_what_can(string typed, string answer)
    {
        await Room.InAsync(IncidentState.Mitigating);

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, $"/incident snooze-updates {typed}"), StringComparison.Ordinal);

        Assert.Null(Room.Incident.UpdatePromises!.Snooze);
    }
}
