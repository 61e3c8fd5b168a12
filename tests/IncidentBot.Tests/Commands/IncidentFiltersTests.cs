using IncidentBot.Incidents;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary><c>/incident list</c> with filters, and its pages.</summary>
public sealed class IncidentFiltersTests
{
    private readonly ChatRig rig = new();

    [Theory]
    [InlineData("publishing", "INC-3")]
    [InlineData("severity=p0", "INC-3 INC-1")]
    [InlineData("severity=P0 target=primary", "INC-1")]
    [InlineData("TARGET=Sessions", "INC-3")]
    [InlineData("person=@grace", "INC-2")]
    [InlineData("person=me", "INC-3 INC-1")]
    [InlineData("person=Grace \"is slow\"", "INC-2")]
    [InlineData("state=declared", "INC-3 INC-2 INC-1")]
    [InlineData("state=Cancelled", "INC-4")]
    [InlineData("all", "INC-4 INC-3 INC-2 INC-1")]
    [InlineData("all ended", "INC-4")]
    [InlineData("kind=real", "INC-3 INC-2 INC-1")]
    [InlineData("from=2026-11-22T03:30", "INC-3")]
    [InlineData("until=2026-11-22T04:30+01:00", "INC-2 INC-1")]
    [InlineData("inc-2", "INC-2")]
    [InlineData("P0", "INC-3 INC-1")]
    [InlineData("p0 publishing", "INC-3")]
    [InlineData("cancelled", "INC-4")]
    public async Task A_list_holds_what_all_its_filters_let_through(string filters, string expected)
    {
        await OpenAsync();

        var answer = await rig.TypeAsync(Some.Ada, $"/incident list {filters}");

        Assert.Equal(
            expected,
            string.Join(' ', answer.Split('\n').Where(line => line.StartsWith("INC-", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])));
    }

    [Theory]
    [InlineData("sate=Declared", "There is no filter 'sate'. Did you mean state? There are: state, severity, kind, target, service, person, from, until.")]
    [InlineData("colour=red", "There is no filter 'colour'. There are: state, ")]
    [InlineData(
        "state=Resolvd",
        "There is no state 'Resolvd'. Did you mean Resolved? There are: Declared, Assessing, Mitigating, Verifying, Monitoring, Resolved, Closed, Cancelled.")]
    [InlineData("cancelld", "There is no state 'cancelld'. Did you mean cancelled?")]
    [InlineData("P3", "There is no severity 'P3'. Did you mean P0? There are: P0, P1, P2.")]
    [InlineData("state=Active", "There is no state 'Active'.")]
    [InlineData("state=", "There is no state ''.")]
    [InlineData("severity=0", "There is no severity '0'. ")]
    [InlineData("kind=dril", "There is no kind 'dril'. Did you mean Drill? There are: Real, Drill, Backfilled, Maintenance.")]
    [InlineData("target=primry", "There is no target 'primry'. Did you mean primary? There are: primary, sessions, web.")]
    [InlineData("person=gracee", "Nobody here is called 'gracee'. Did you mean Grace? Name somebody as @name, or yourself as me.")]
    [InlineData("from=yesterday", "'yesterday' is no time. Write 2026-11-22 or 2026-11-22T10:15")]
    [InlineData("after=INC-7", "That page is not known.")]
    [InlineData("?!", "'?!' has no letter and no digit to look for.")]
    public async Task A_filter_that_cannot_be_meant_is_answered_with_what_can(string filter, string answer)
    {
        await OpenAsync();

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, $"/incident list {filter}"));
    }

    [Fact]
    public async Task The_button_of_a_long_list_leads_on_with_the_same_filters_to_its_end()
    {
        for (var n = 1; n <= 45; n++)
        {
            await rig.Room.Desk.OpenAsync(Some.Request(Some.Ada), n % 2 == 0 ? Severity.P1 : Severity.P2, $"Search is slow ({n})", null, default);
        }

        var first = await rig.TypeAsync(Some.Ada, "/incident list severity=P2 \"is slow\" search");
        Assert.StartsWith("23 open incidents found\nINC-45 ", first);
        Assert.EndsWith("\n20 of 23, newest first.\n[More]", first);
        var more = Assert.Single(rig.Room.Replies.Last().Buttons);
        Assert.StartsWith("/incident list severity=P2 \"is slow\" search after=", more.Command);

        var last = await rig.TypeAsync(Some.Ada, more.Command);

        Assert.Equal(
            ["INC-5", "INC-3", "INC-1"],
            last.Split('\n').Where(line => line.StartsWith("INC-", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]));
        Assert.Empty(rig.Room.Replies.Last().Buttons);
    }

    [Fact]
    public async Task Where_nothing_open_is_like_that_the_answer_says_how_to_look_at_the_rest()
    {
        await OpenAsync();

        Assert.Equal(
            "No open incident is like that.\nWith those that are over: /incident list all ended",
            await rig.TypeAsync(Some.Ada, "/incident list ended"));
        Assert.StartsWith("No incident is like that.", await rig.TypeAsync(Some.Ada, "/incident list all nothing"));
    }

    [Theory]
    [InlineData("before=12", "'before=12' is no event.")]
    [InlineData("before=e-1", "'before=e-1' is no event.")]
    [InlineData("INC-1 yesterday", "'yesterday' is no event.")]
    public async Task An_event_that_is_none_is_said_to_be_none(string typed, string answer)
    {
        await OpenAsync();

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, $"/incident timeline {typed}"));
    }

    private async Task OpenAsync()
    {
        await rig.Room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is down", null, default);
        await rig.Room.Desk.OpenAsync(Some.Request(Some.Grace), Severity.P2, "Search is slow", null, default);
        rig.Room.Time.Advance(TimeSpan.FromHours(1));
        await rig.Room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Publishing is stuck", "sessions", default);
        await rig.Room.Desk.OpenAsync(Some.Request(Some.Grace), Severity.P1, "This has ended", "web", default);
        await rig.Room.Desk.CancelAsync(Some.Request(Some.Ada), 4, "it was none", default);
    }
}
