using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

/// <summary>Whoever comes late, and whoever waits for word.</summary>
public sealed class CatchUpTests
{
    private readonly ChatRig rig = new();

    private IncidentRoom Room => rig.Room;

    [Fact]
    public async Task Whoever_comes_late_hears_how_it_stands_and_all_that_was_and_whoever_comes_back_only_what_is_new()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident cause a deployment filled it");
        await rig.TypeAsync(Some.Ada, "/incident task write it down @grace");

        var late = await rig.TypeAsync(Some.Grace, "/incident catchup");

        Assert.StartsWith("INC-1 P0 Mitigating, ", late, StringComparison.Ordinal);
        Assert.Contains("Cause: a deployment filled it", late, StringComparison.Ordinal);
        Assert.Contains("Ada has it", late, StringComparison.Ordinal);
        Assert.Contains("To be done: t1 write it down (Grace).", late, StringComparison.Ordinal);
        Assert.Contains("You have not been there yet. So far:", late, StringComparison.Ordinal);
        Assert.Contains("e1 ", late, StringComparison.Ordinal);
        Assert.Contains("Next update by ", late, StringComparison.Ordinal);

        await rig.TypeAsync(Some.Grace, "/incident note I am there");
        Room.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("Nothing has happened since you were last there.", await rig.TypeAsync(Some.Grace, "/incident catchup"), StringComparison.Ordinal);
        await rig.TypeAsync(Some.Ada, "/incident note it is quiet");

        var back = await rig.TypeAsync(Some.Grace, "/incident catchup");

        Assert.Contains("Since you were there, 03:", back, StringComparison.Ordinal);
        Assert.Contains("Ada: it is quiet", back, StringComparison.Ordinal);
        Assert.DoesNotContain("I am there", back, StringComparison.Ordinal);
        Assert.Single(Room.Posts, card => card.Title.Contains("gives a task", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_is_on_the_card_until_a_person_answers_it_and_whoever_asked_is_told()
    {
        await Room.InAsync(IncidentState.Mitigating);

        Assert.StartsWith(
            "Ada is asked\nYou are told when somebody answers, or when it is over.",
            await rig.TypeAsync(Some.Olga, "/incident ask-update is checkout back?"));

        Assert.Equal(new TimelineEvent.UpdateAsked("is checkout back?"), Room.Timeline[^1].What);
        Assert.Equal("INC-1: Olga asks for an update: is checkout back?", PlainText.Render(Noticed(Some.Ada.Accounts[0])));
        await rig.TypeAsync(Some.Ada, "/incident status");
        Assert.Contains("Waits for an update  ", Room.LastReply, StringComparison.Ordinal);
        Assert.Contains(": is checkout back?", Room.LastReply, StringComparison.Ordinal);

        // What the bot says by itself answers nobody.
        Room.Time.Advance(Room.Policy.UpdateEvery[Severity.P0]);
        await Room.CarryOutAsync();
        Assert.Single(Room.Incident.Questions);

        var answer = await rig.TypeAsync(Some.Ada, "/incident update it is, since 03:20");

        Assert.Contains("who asked for it.", answer, StringComparison.Ordinal);
        Assert.Empty(Room.Incident.Questions);
        var told = PlainText.Render(Noticed(Some.Request(Some.Olga).ReplyTo.To));
        Assert.StartsWith("INC-1 status update by Ada\nit is, since 03:20", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_questions_of_one_person_the_last_counts_and_after_the_end_nobody_is_asked()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Olga, "/incident ask-update");
        await rig.TypeAsync(Some.Olga, "/incident ask-update is checkout back?");
        Assert.Equal("is checkout back?", Assert.Single(Room.Incident.Questions).Text);

        await rig.TypeAsync(Some.Ada, "/incident cancel it was a drill");

        Assert.StartsWith("INC-1 is Cancelled; there will be no update any more.", await rig.TypeAsync(Some.Olga, "/incident ask-update INC-1"));
    }

    [Theory]
    [InlineData(IncidentState.Mitigating, "INC-1 is cancelled: Redis is down")]
    [InlineData(IncidentState.Monitoring, "INC-1 is resolved, repaired: Redis is down")]
    [InlineData(IncidentState.Resolved, "INC-1: Resolved → Closed, by Ada")]
    public async Task The_end_answers_whoever_still_waits_for_word(IncidentState state, string news)
    {
        await Room.InAsync(state);
        await rig.TypeAsync(Some.Olga, "/incident ask-update INC-1 is checkout back?");
        await rig.TypeAsync(Some.Ada, "/incident ask-update INC-1");

        if (state is IncidentState.Monitoring)
        {
            await Room.PassAsync(Room.Policy.Soak);
        }
        else
        {
            await rig.TypeAsync(Some.Ada, state is IncidentState.Mitigating ? "/incident cancel it was none" : "/incident close INC-1");
        }

        Assert.Empty(Room.Incident.Questions);
        Assert.Equal(news, Noticed(Some.Request(Some.Olga).ReplyTo.To).Title);

        // Whoever ends it knows how.
        Assert.Equal(state is IncidentState.Monitoring, rig.Store.Said.OfType<Outgoing.Notice>()
            .Any(told => told.To == Some.Ada.Accounts[0] && told.Card.Title == news));
    }

    [Fact]
    public async Task Whoever_has_the_incident_asks_the_channel()
    {
        await Room.InAsync(IncidentState.Mitigating);

        Assert.StartsWith("The channel of INC-1 is asked", await rig.TypeAsync(Some.Ada, "/incident ask-update who looks at the queue?"));

        Assert.Empty(rig.Store.Said.OfType<Outgoing.Notice>());
    }

    private Card Noticed(Account account) => rig.Store.Said.OfType<Outgoing.Notice>().Last(told => told.To == account).Card;
}
