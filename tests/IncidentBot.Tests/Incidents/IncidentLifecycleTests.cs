using IncidentBot.Incidents;
using IncidentBot.Tests.Support;
using static IncidentBot.Incidents.IncidentState;
using static IncidentBot.Incidents.IncidentTrigger;

namespace IncidentBot.Tests.Incidents;

public sealed class IncidentLifecycleTests
{
    private static readonly DateTimeOffset Later = Some.Night.AddMinutes(7);

    /// <summary>Everything that is allowed; what is not listed is refused.</summary>
    private static readonly Dictionary<(IncidentState, IncidentTrigger), IncidentState> Table = new()
    {
        [(Declared, Assess)] = Assessing,
        [(Declared, IncidentTrigger.Record)] = Resolved,
        [(Assessing, Mitigate)] = Mitigating,
        [(Mitigating, Verify)] = Verifying,
        [(Verifying, IncidentTrigger.Monitor)] = Monitoring,
        [(Verifying, Regress)] = Mitigating,
        [(Monitoring, Regress)] = Mitigating,
        [(Monitoring, Resolve)] = Resolved,
        [(Resolved, Close)] = Closed,
        [(Declared, Cancel)] = Cancelled,
        [(Assessing, Cancel)] = Cancelled,
        [(Mitigating, Cancel)] = Cancelled,
        [(Verifying, Cancel)] = Cancelled,
        [(Monitoring, Cancel)] = Cancelled,
        [(Resolved, Reopen)] = Assessing,
        [(Closed, Reopen)] = Assessing,
        [(Cancelled, Reopen)] = Assessing,
    };

    public static TheoryData<IncidentState, IncidentTrigger> EveryPair
    {
        get
        {
            var pairs = new TheoryData<IncidentState, IncidentTrigger>();
            foreach (var state in Enum.GetValues<IncidentState>().Where(state => state is not Active))
            {
                foreach (var trigger in Enum.GetValues<IncidentTrigger>())
                {
                    pairs.Add(state, trigger);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Every_pair_of_state_and_step_goes_where_the_table_says_or_changes_nothing(IncidentState from, IncidentTrigger trigger)
    {
        var incident = In(from) with { Kind = IncidentKind.Backfilled, Findings = 1, Checks = [Check(passed: true)], SoakPassed = true };

        var result = IncidentLifecycle.Fire(incident, trigger, new TransitionFacts(Later) { Reason = "because" });

        if (Table.TryGetValue((from, trigger), out var to))
        {
            var moved = Assert.IsType<LifecycleResult.Moved>(result);
            Assert.Equal((from, to, Later), (moved.From, moved.Incident.State, moved.Incident.UpdatedAt));
        }
        else
        {
            var refused = Assert.IsType<LifecycleResult.Refused>(result);
            Assert.Equal(from, refused.State);
            Assert.Empty(refused.Unmet);
            Assert.Equal(Table.Keys.Where(key => key.Item1 == from).Select(key => key.Item2).Order(), refused.Possible);
        }

        Assert.Equal(from, incident.State);
    }

    [Fact]
    public void Mitigating_needs_a_finding_or_a_reason()
    {
        Assert.Equal(["an assessment has reported, or a reason is given"], Refused(In(Assessing), Mitigate).Unmet);
        Assert.Contains(Mitigate, Refused(In(Assessing), Mitigate).Possible);
        Moves(In(Assessing) with { Findings = 1 }, Mitigate, Mitigating);
        Moves(In(Assessing), Mitigate, Mitigating, reason: "the host is known to be broken");
        Assert.NotEmpty(Refused(In(Assessing), Mitigate, reason: "  ").Unmet);
    }

    [Fact]
    public void Monitoring_needs_every_check_to_have_passed_or_an_approved_override()
    {
        var verifying = In(Verifying);
        Assert.Equal(
            ["every verification check has passed, or a second person has approved an override"],
            Refused(verifying, IncidentTrigger.Monitor, reason: "please").Unmet);
        Assert.NotEmpty(Refused(verifying with { Checks = [Check(true), Check(false)] }, IncidentTrigger.Monitor).Unmet);
        Moves(verifying with { Checks = [Check(true), Check(true)] }, IncidentTrigger.Monitor, Monitoring);
        Moves(verifying with { Checks = [Check(false)] }, IncidentTrigger.Monitor, Monitoring, overridden: true);
        Moves(verifying, IncidentTrigger.Monitor, Monitoring, overridden: true);
    }

    [Fact]
    public void Resolving_needs_a_clean_soak_or_an_approved_override()
    {
        var monitoring = In(Monitoring) with { Checks = [Check(true)] };
        Assert.Equal(
            ["the checks have kept passing over the soak, or a second person has approved an override"],
            Refused(monitoring, Resolve, reason: "please").Unmet);
        Moves(monitoring with { SoakPassed = true }, Resolve, Resolved);
        Moves(monitoring, Resolve, Resolved, overridden: true);
    }

    [Theory]
    [InlineData(Resolved)]
    [InlineData(Closed)]
    [InlineData(Cancelled)]
    public void Reopening_needs_a_reason(IncidentState ended)
    {
        Assert.Equal(["a reason is given"], Refused(In(ended), Reopen).Unmet);
        Assert.Contains(Reopen, Refused(In(ended), Reopen).Possible);
        Moves(In(ended), Reopen, Assessing, reason: "it is back");
    }

    [Theory]
    [InlineData(Declared)]
    [InlineData(Assessing)]
    [InlineData(Mitigating)]
    [InlineData(Verifying)]
    [InlineData(Monitoring)]
    public void Cancelling_needs_a_reason(IncidentState active)
    {
        Assert.Equal(["a reason is given"], Refused(In(active), Cancel).Unmet);
        Assert.Contains(Cancel, Refused(In(active), Cancel).Possible);
        Moves(In(active), Cancel, Cancelled, reason: "it was a mistake");
    }

    [Theory]
    [InlineData(IncidentKind.Real)]
    [InlineData(IncidentKind.Drill)]
    [InlineData(IncidentKind.Maintenance)]
    public void Only_what_is_written_down_afterwards_is_resolved_without_having_been_verified(IncidentKind kind) => Assert.Equal(
        ["it is written down afterwards, with its end"],
        Refused(In(Declared) with { Kind = kind }, IncidentTrigger.Record, reason: "please").Unmet);

    [Fact]
    public void The_times_say_when_the_present_state_was_reached_and_nothing_about_an_earlier_life()
    {
        var monitored = Moves(In(Verifying) with { Checks = [Check(true)] }, IncidentTrigger.Monitor, Monitoring);
        Assert.Equal(Later, monitored.MitigatedAt);

        var resolved = Moves(monitored with { SoakPassed = true }, Resolve, Resolved);
        var closed = Moves(resolved, Close, Closed);
        Assert.Equal((Later, Later, Later), (closed.MitigatedAt, closed.ResolvedAt, closed.ClosedAt));

        var reopened = Moves(closed with { Findings = 2, Cause = "old" }, Reopen, Assessing, reason: "it is back");
        Assert.Equal((null, null, null), (reopened.MitigatedAt, reopened.ResolvedAt, reopened.ClosedAt));
        Assert.Equal((0, null, 0, false), (reopened.Findings, reopened.Cause, reopened.Checks.Count, reopened.SoakPassed));
    }

    [Fact]
    public void A_regression_takes_back_the_mitigation_and_the_soak_and_keeps_the_failed_checks_to_be_read()
    {
        var monitoring = In(Monitoring) with { Checks = [Check(false)], MitigatedAt = Some.Night, SoakUntil = Later, SoakPassed = true };

        var back = Moves(monitoring, Regress, Mitigating);

        Assert.Equal((null, null, false, 1), (back.MitigatedAt, back.SoakUntil, back.SoakPassed, back.Checks.Count));
    }

    [Fact]
    public void Checks_of_an_earlier_try_do_not_count_for_the_next()
    {
        var verifying = Moves(In(Mitigating) with { Checks = [Check(true)] }, Verify, Verifying);

        Assert.Empty(verifying.Checks);
        Refused(verifying, IncidentTrigger.Monitor);
    }

    [Fact]
    public void A_move_ends_an_override_that_nobody_answered()
    {
        var asked = In(Mitigating) with { PendingOverride = new OverrideRequest(Some.Ada.Id, "why", IncidentTrigger.Monitor, Later) };

        Assert.Null(Moves(asked, Verify, Verifying).PendingOverride);
    }

    [Fact]
    public void The_diagram_names_every_state_and_every_guard()
    {
        var diagram = IncidentLifecycle.Diagram();

        Assert.StartsWith("stateDiagram-v2", diagram);
        Assert.All(Enum.GetNames<IncidentState>(), state => Assert.Contains(state, diagram));
        Assert.Contains("a second person has approved an override", diagram);
    }

    /// <summary>Puts an incident anywhere; in the product only the lifecycle does that.</summary>
    private static Incident In(IncidentState state) => Some.Incident() with { State = state };

    private static CheckResult Check(bool passed) => new("ping", passed, passed ? "PONG in 0.4 ms" : "REFUSED", Some.Night);

    private static TransitionFacts Facts(string? reason, bool overridden) =>
        new(Later) { Reason = reason, OverrideApprovedBy = overridden ? Some.Grace.Id : null };

    private static Incident Moves(Incident incident, IncidentTrigger trigger, IncidentState to, string? reason = null, bool overridden = false)
    {
        var moved = Assert.IsType<LifecycleResult.Moved>(IncidentLifecycle.Fire(incident, trigger, Facts(reason, overridden))).Incident;
        Assert.Equal(to, moved.State);
        return moved;
    }

    private static LifecycleResult.Refused Refused(Incident incident, IncidentTrigger trigger, string? reason = null) =>
        Assert.IsType<LifecycleResult.Refused>(IncidentLifecycle.Fire(incident, trigger, Facts(reason, overridden: false)));
}
