using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Commands;

/// <summary>Every verb of <c>/incident</c>, with and without the incident's number.</summary>
public sealed class IncidentCommandsTests
{
    private static readonly ChannelRef Elsewhere = new("local", "demo", "kitchen");

    public static TheoryData<string, IncidentState, string> Verbs => new()
    {
        { "ack", Declared, "INC-1 is yours" },
        { "assess", Declared, "INC-1 is Assessing" },
        { "assess", Mitigating, "primary is being read again" },
        { "mitigate", Assessing, "INC-1 is Mitigating" },
        { "mitigate it is back", Monitoring, "INC-1 is Mitigating" },
        { "verify", Mitigating, "INC-1 is Verifying" },
        { "verify", Verifying, "The checks run again" },
        { "resolve", Monitoring, "INC-1 stays Monitoring until the checks have kept passing" },
        { "reopen it is back", Resolved, "INC-1 is Assessing" },
        { "reopen", Resolved, "INC-1 stays Resolved until a reason is given." },
        { "close", Resolved, "INC-1 is Closed" },
        { "cancel", Declared, "INC-1 stays Declared until a reason is given." },
        { "cancel a drill", Declared, "INC-1 is Cancelled" },
        { "status", Mitigating, "INC-1  P0  MITIGATING" },
        { "timeline", Mitigating, "INC-1 timeline" },
        { "event e3", Mitigating, "INC-1 e3" },
        { "event e99", Mitigating, "INC-1 has no entry e99." },
        { "note Redis was restarted", Mitigating, "Noted in the timeline of INC-1" },
        { "note", Mitigating, "The note is empty." },
        { "correct e1 it was the other server", Mitigating, "e1 of INC-1 is corrected" },
        { "strike e3 it was the other server", Mitigating, "e3 of INC-1 is struck" },
        { "update Publishing is back", Mitigating, "Everybody in the channel of INC-1 can read it" },
        { "update", Mitigating, "The update is empty." },
        { "cause a deployment filled it", Mitigating, "The cause of INC-1 is what you say" },
        { "cause", Mitigating, "The cause is empty." },
        { "impact checkout 340 orders from 02:50", Mitigating, "It is on the record as you say" },
        { "impact checkout", Mitigating, "What people notice is empty." },
        { "impact checkout none", Mitigating, "That checkout is not affected takes a reason" },
        { "impact-began 02:50", Mitigating, "It is on the record as you say" },
        { "numbers", Mitigating, "INC-1 numbers" },
        { "handover @grace", Mitigating, "INC-1 is offered to Grace" },
        { "takeover", Mitigating, "Nobody hands INC-1 over." },
        { "catchup", Mitigating, "INC-1 P0 Mitigating" },
        { "follow", Mitigating, "You follow INC-1" },
        { "unfollow", Mitigating, "You do not follow INC-1." },
        { "ask-update is checkout back?", Mitigating, "The channel of INC-1 is asked" },
        { "snooze-updates 30m the provider is working on it", Mitigating, "The next update of INC-1 comes at 03:30:00 UTC" },
        { "snooze-updates 30m", Mitigating, "Snoozing updates takes a reason" },
        { "snooze-updates off", Mitigating, "Nobody snoozes the updates of INC-1." },
        { "task write the limit into redis.conf @grace by friday", Mitigating, "t1 of INC-1 is on the record" },
        { "task", Mitigating, "What is to be done is empty." },
        { "task t1 by friday", Mitigating, "INC-1 has no task t1." },
        { "tasks", Mitigating, "INC-1 has no tasks" },
        { "done t1", Mitigating, "INC-1 has no task t1." },
        { "drop t1 the server is gone", Mitigating, "INC-1 has no task t1." },
        { "uncheck c1 it is dead", Mitigating, "INC-1 has no check c1 of what was read in it." },
        { "assign @grace", Mitigating, "INC-1 is assigned to Grace" },
        { "invite @grace", Mitigating, "INC-1 is not private" },
        { "role scribe @grace", Mitigating, "Scribe of INC-1 is Grace" },
        { "severity P2", Mitigating, "INC-1 is P2 now" },
        { "summary", Mitigating, "INC-1" },
        { "learned went-well the alert", Mitigating, "Noted for the post-mortem of INC-1" },
        { "bridge", Mitigating, "No other channel is configured" },
        { "unbridge", Mitigating, "INC-1 is bridged to no other channel." },
        { "override the release cannot wait", Monitoring, "A second person has to approve the override" },
        { "override", Monitoring, "An override takes a reason" },
        { "approve 00000000", Monitoring, "No override of INC-1 waits for an answer." },
        { "reject 00000000", Monitoring, "No override of INC-1 waits for an answer." },
    };

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task In_the_incidents_channel_no_number_is_needed(string verb, IncidentState state, string answer)
    {
        var rig = await new ChatRig().InAsync(state is Closed ? Resolved : state);

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, $"/incident {verb}"));
    }

    [Theory]
    [InlineData("summary", "INC-1 summary")]
    [InlineData("timeline", "INC-1 timeline")]
    [InlineData("event e3", "INC-1 e3")]
    [InlineData("reopen keys expire too early", "INC-1 is Assessing")]
    public async Task In_its_own_channel_one_that_is_over_is_still_meant(string verb, string answer)
    {
        var rig = await new ChatRig().InAsync(Closed);
        var own = rig.Room.Incident with { OpenedIn = Elsewhere };
        await rig.Room.Store.CommitAsync(new Changes { Incident = own }, default);

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, $"/incident {verb}"));
    }

    [Fact]
    public async Task Where_it_was_only_opened_nobody_means_one_that_is_over()
    {
        var rig = await new ChatRig().InAsync(Closed);

        Assert.StartsWith("There is no incident in this channel.", await rig.TypeAsync(Some.Ada, "/incident note it is back"));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task With_its_number_it_is_reached_from_anywhere(string verb, IncidentState state, string answer)
    {
        var rig = await new ChatRig().InAsync(state);
        var (name, rest) = verb.Split(' ', 2) is [var first, var arguments] ? (first, arguments) : (verb, "");

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, $"/incident {name} inc-1 {rest}", Elsewhere));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Elsewhere_without_a_number_there_is_no_incident(string verb, IncidentState state, string answer)
    {
        var rig = await new ChatRig().InAsync(state);

        var without = await rig.TypeAsync(Some.Ada, $"/incident {verb}", Elsewhere);

        Assert.StartsWith("There is no incident in this channel.", without);
        Assert.DoesNotContain(answer, without);
    }

    [Fact]
    public void Every_verb_is_tried()
    {
        var tried = Verbs.Select(row => row.Data.Item1.Split(' ')[0]).Append("open").Append("list").Append("report").Distinct();

        Assert.Equal(
            new ChatRig().Reader.All.Where(command => command.Root == "/incident").Select(command => command.Name.Split(' ')[1]).Order(),
            tried.Order());
    }

    [Theory]
    [InlineData("note INC-1 \"  two  words \"", "\" two words \"")]
    [InlineData("note \"INC-1\" after a quoted number", "after a quoted number")]
    [InlineData("note INC-1x is no number", "INC-1x is no number")]
    [InlineData("note the password=hunter2 leaked", "the password=[redacted] leaked")]
    public async Task A_note_keeps_what_was_typed(string verb, string text)
    {
        var rig = await new ChatRig().InAsync(Mitigating);

        await rig.TypeAsync(Some.Olga, $"/incident {verb}");

        Assert.Equal(text, rig.Room.Timeline[^1].Text);
    }

    [Theory]
    [InlineData("/incident list", "No open incident.")]
    [InlineData("/incident list all", "0 open incidents\nINC-1")]
    [InlineData("/incident list ALL", "0 open incidents\nINC-1")]
    public async Task The_list_is_of_open_ones_or_of_all(string text, string answer)
    {
        var rig = await new ChatRig().InAsync(Closed);

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Olga, text, Elsewhere));
    }

    [Fact]
    public async Task With_two_incidents_in_a_channel_one_has_to_be_named()
    {
        var rig = new ChatRig();
        await rig.TypeAsync(Some.Ada, "/incident open P0 One");
        await rig.TypeAsync(Some.Ada, "/incident open P0 Two");

        Assert.Equal("There are 2 incidents in this channel.\nName the one you mean: INC-2 Two, INC-1 One.", await rig.TypeAsync(Some.Ada, "/incident ack"));
        Assert.StartsWith("INC-2 is yours", await rig.TypeAsync(Some.Ada, "/incident ack INC-2"));
    }
}
