using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Rounds;

/// <summary>Since when service is back, and what to type then, is known from looks while people work.</summary>
public sealed class LookRoundTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task A_first_look_that_is_well_after_a_finding_that_was_not_is_when_service_was_back()
    {
        await room.InAsync(Mitigating);

        await room.PassAsync(room.Policy.LookEvery);

        Assert.StartsWith("INC-1: all 2 checks pass since 03:00:30 UTC\nWhere the repair is done, type /incident verify INC-1.", room.LastPost);
        await room.PassAsync(TimeSpan.FromMinutes(5));
        await VerifyAsync();
        Assert.Equal((Monitoring, Some.Night.AddSeconds(30)), (room.Incident.State, room.Incident.MitigatedAt));
        Assert.Single(room.Timeline, entry => entry.What is TimelineEvent.Looked);
    }

    [Theory]
    [InlineData(true, Gravity.Outage)]
    [InlineData(false, Gravity.Risk)]
    public async Task Where_nothing_was_seen_that_the_checks_ask_a_look_that_is_well_turns_nothing(bool isHealthy, Gravity gravity)
    {
        room.Diagnose.Report = new ActionReport("89 % of its memory is used", isHealthy) { Gravity = gravity };
        await room.InAsync(Mitigating);

        await room.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Null(room.Incident.Standing!.WellSince);
        Assert.DoesNotContain(room.Timeline, entry => entry.What is TimelineEvent.Looked);
    }

    [Fact]
    public async Task What_only_waits_for_a_run_in_doubt_is_said_to_and_can_be_verified_again_once_that_is_settled()
    {
        await room.InAsync(Mitigating);
        await room.PassAsync(room.Policy.LookEvery);
        var run = Some.Run(room.Incident) with { State = RunState.Unknown };
        await room.Store.CommitAsync(new Changes { Run = run }, default);

        await VerifyAsync();
        Assert.Equal(Mitigating, room.Incident.State);
        Assert.Contains("All other checks pass since 03:00:30 UTC. Nobody knows how R-1 ", room.LastPost);
        Assert.Contains("/run settle R-1 worked|failed <what you found>. Then type /incident verify INC-1.", room.LastPost);
        Assert.Contains("since 03:00:30 UTC; verify once it is known how R-1 ended", await CardAsync());

        var posts = room.Posts.Count();
        await room.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(posts, room.Posts.Count());
        await room.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Contains("All 2 checks pass since 03:00:30 UTC. Once it is known how R-1 ended, type /incident verify INC-1.", room.LastPost);

        posts = room.Posts.Count();
        await room.Store.CommitAsync(new Changes { Run = run with { State = RunState.Failed, Version = 1 } }, default);
        await room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(posts + 1, room.Posts.Count());
        Assert.StartsWith(
            "INC-1 can be verified again\nR-1 is no longer waited for, and all 2 checks pass since 03:00:30 UTC: type /incident verify INC-1.\n[Verify]",
            room.LastPost);
        Assert.Contains("since 03:00:30 UTC; now: verify", await CardAsync());

        await VerifyAsync();
        Assert.Equal((Monitoring, Some.Night.AddSeconds(30)), (room.Incident.State, room.Incident.MitigatedAt));
    }

    [Fact]
    public async Task A_look_that_turns_well_while_a_run_is_in_doubt_says_what_comes_first()
    {
        await room.InAsync(Mitigating);
        await room.Store.CommitAsync(new Changes { Run = Some.Run(room.Incident) with { State = RunState.Unknown } }, default);

        await room.PassAsync(room.Policy.LookEvery);

        Assert.Contains("Nobody knows how R-1 ", room.LastPost);
        Assert.Contains("Once it is known how R-1 ended, type /incident verify INC-1.", room.LastPost);
        Assert.DoesNotContain("[Verify]", room.LastPost);
    }

    private async Task VerifyAsync()
    {
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();
    }

    private async Task<string> CardAsync() => PlainText.Render(new IncidentCard(Some.People, room.Policy).Draw(
        room.Incident, await room.Store.Runs.OfIncidentAsync(room.Incident.Id, default), room.Time.GetUtcNow()));
}
