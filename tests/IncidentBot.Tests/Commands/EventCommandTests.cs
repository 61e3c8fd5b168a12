using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Readings;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

/// <summary><c>/incident event e7</c>: what a sentence of a summary stands on can be opened.</summary>
public sealed partial class EventCommandTests
{
    private readonly ChatRig rig = new();

    [Fact]
    public async Task An_update_is_shown_with_its_impact_and_what_was_promised_of_it_and_by_it()
    {
        await rig.InAsync(IncidentState.Mitigating);
        await rig.Room.PassAsync(TimeSpan.FromMinutes(15));

        Assert.EndsWith(
            """
            Impact       no impact is known
            Promised by  03:15:00 UTC
            Next by      03:30:00 UTC
            [Before] [Timeline]
            """.ReplaceLineEndings("\n"),
            await rig.TypeAsync(Some.Olga, $"/incident event e{rig.Room.Timeline[^1].Sequence}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_is_shown_with_what_was_read_for_it_and_what_was_not_seen()
    {
        rig.Room.Diagnose.Report = new ActionReport("Redis is full", Healthy: false)
        {
            FailureClass = "OOM",
            NotSeen = ["SLOWLOG refused: NOPERM"],
            Readings = [new Reading("used_memory", 536870912, Unit.Bytes), new Reading("connected_clients", 1204, Unit.Count)],
        };
        await rig.InAsync(IncidentState.Mitigating);

        Assert.Equal(
            """
            INC-1 e3
            When      03:00:00 UTC
            Who       The bot
            What      Redis is full
            Read      /redis diagnose on primary
            Not seen  /redis diagnose on primary: SLOWLOG refused: NOPERM
            Measured  used_memory 512 MB, connected_clients 1,204
            [Before] [After] [Timeline]
            """.ReplaceLineEndings("\n"),
            await rig.TypeAsync(Some.Olga, "/incident event e3"));
    }

    [Fact]
    public async Task One_that_was_corrected_or_struck_says_by_whom_why_and_what_it_said()
    {
        await rig.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident note the queue is stuck");
        await rig.TypeAsync(Some.Grace, "/incident correct e6 only publishing is stuck");
        Assert.Equal(
            """
            INC-1 e6
            When  03:00:00 UTC
            Who   Ada
            What  only publishing is stuck
            Corrected  by Grace at 03:00:00 UTC (e7)
            It said    03:00:00 UTC: the queue is stuck
            [Before] [After] [Timeline]
            """.ReplaceLineEndings("\n"),
            await rig.TypeAsync(Some.Olga, "/incident event e6"));

        await rig.TypeAsync(Some.Grace, "/incident strike e6 it was another queue");
        var struck = await rig.TypeAsync(Some.Olga, "/incident event INC-1 e6");
        Assert.Contains("Struck   by Grace at 03:00:00 UTC (e8): it was another queue", struck, StringComparison.Ordinal);
        Assert.Contains("It said  03:00:00 UTC: the queue is stuck", struck, StringComparison.Ordinal);

        var by = await rig.CardForAsync(Some.Olga, "/incident event e8");
        Assert.Equal(
            ["/incident event INC-1 e6", "/incident event INC-1 e7", "/incident timeline INC-1 before=e9"],
            by.Buttons.Select(button => button.Command));
    }

    [Fact]
    public async Task Checks_are_shown_one_by_one()
    {
        await rig.InAsync(IncidentState.Monitoring);

        var check = rig.Room.Timeline.Last(entry => entry.Kind is TimelineKind.Check).Sequence;
        Assert.Contains(
            "pass  ping    fine, password=[redacted]\npass  memory  fine, password=[redacted]",
            await rig.TypeAsync(Some.Olga, $"/incident event e{check}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_a_summary_cites_can_be_opened_as_the_summary_says()
    {
        await rig.InAsync(IncidentState.Closed);
        var summary = await rig.TypeAsync(Some.Olga, "/incident summary INC-1");
        Assert.Contains("/incident event INC-1 e1 opens one", summary, StringComparison.Ordinal);

        foreach (var cited in Cited().Matches(summary).SelectMany(match => match.Groups[1].Value.Split(' ')).Distinct())
        {
            Assert.StartsWith($"INC-1 {cited}\nWhen", await rig.TypeAsync(Some.Olga, $"/incident event INC-1 {cited}"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/incident event", "Which entry?")]
    [InlineData("/incident event 7", "entry cannot be '7'.")]
    [InlineData("/incident event e99", "INC-1 has no entry e99.\nIts entries are e1 to e5: /incident timeline INC-1.")]
    public async Task One_that_is_not_there_is_refused_with_those_that_are(string typed, string answer)
    {
        await rig.InAsync(IncidentState.Mitigating);

        Assert.Contains(answer, await rig.TypeAsync(Some.Olga, typed), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\[(e\d[e\d ]*)\]")]
    private static partial Regex Cited();
}
