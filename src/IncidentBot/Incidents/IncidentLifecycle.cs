using Stateless;
using Stateless.Graph;
using static IncidentBot.Incidents.IncidentState;
using static IncidentBot.Incidents.IncidentTrigger;

namespace IncidentBot.Incidents;

/// <summary>The one table of what may follow what. Nothing else assigns <see cref="Incident.State"/>.</summary>
public static class IncidentLifecycle
{
    // Read by the person who is refused, and by whoever looks at the diagram.
    private const string FindingOrReason = "an assessment has reported, or a reason is given";
    private const string ChecksPassed = "every verification check has passed, or a second person has approved an override";
    private const string SoakPassed = "the checks have kept passing over the soak, or a second person has approved an override";
    private const string WrittenAfterwards = "it is written down afterwards, with its end";
    private const string NothingOpen = "no change of it waits for an answer, is under way or in doubt";
    private const string NoAlertFires = "no alert of it fires, or a second person has approved an override";
    private const string ReasonGiven = "a reason is given";

    public static LifecycleResult Fire(Incident incident, IncidentTrigger trigger, TransitionFacts facts)
    {
        var moved = incident;
        var machine = Configure(new(() => moved.State, state => moved = moved with { State = state }), incident, facts);
        if (!machine.CanFire(trigger, out var unmet))
        {
            return new LifecycleResult.Refused(incident.State, [.. (unmet ?? []).Distinct()], Possible(incident, facts.At));
        }

        machine.Fire(trigger);
        return new LifecycleResult.Moved(AfterMove(moved, incident.State, facts), incident.State) { ByOverride = facts.Overridden };
    }

    /// <summary>The steps that the incident could take now, for a person who gives a reason where one is needed.</summary>
    public static IReadOnlyList<IncidentTrigger> Possible(Incident incident, DateTimeOffset now)
    {
        var facts = new TransitionFacts(now) { Reason = "any" };
        var machine = Configure(new(() => incident.State, _ => { }), incident, facts);
        return [.. Enum.GetValues<IncidentTrigger>().Where(machine.CanFire)];
    }

    /// <summary>The machine as Mermaid text, as the README shows it.</summary>
    public static string Diagram()
    {
        // No incident: only the shape and the words of the guards are printed, no guard is asked.
        var machine = Configure(new(() => Declared, _ => { }), null!, null!);
        return MermaidGraph.Format(machine.GetInfo()).ReplaceLineEndings("\n").Trim();
    }

    private static StateMachine<IncidentState, IncidentTrigger> Configure(
        StateMachine<IncidentState, IncidentTrigger> machine,
        Incident incident,
        TransitionFacts facts)
    {
        machine.Configure(Active)
            .PermitIf(Cancel, Cancelled, () => facts.HasReason, ReasonGiven);

        machine.Configure(Declared)
            .SubstateOf(Active)
            .Permit(Assess, Assessing)
            .PermitIf(Record, Resolved, () => incident.Kind is IncidentKind.Backfilled, WrittenAfterwards);

        machine.Configure(Assessing)
            .SubstateOf(Active)
            .PermitIf(Mitigate, Mitigating, () => incident.Findings > 0 || facts.HasReason, FindingOrReason);

        machine.Configure(Mitigating)
            .SubstateOf(Active)
            .Permit(Verify, Verifying);

        machine.Configure(Verifying)
            .SubstateOf(Active)
            .PermitIf(IncidentTrigger.Monitor, Monitoring, () => AllPassed(incident) || facts.Overridden, ChecksPassed)
            .Permit(Regress, Mitigating);

        machine.Configure(Monitoring)
            .SubstateOf(Active)
            .PermitIf(
                Resolve,
                Resolved,
                new Tuple<Func<bool>, string>(() => incident.SoakPassed || facts.Overridden, SoakPassed),
                new Tuple<Func<bool>, string>(() => !facts.Unsettled, NothingOpen),
                new Tuple<Func<bool>, string>(() => incident.Alerts is not { Fires: true } || facts.Overridden, NoAlertFires))
            .Permit(Regress, Mitigating);

        machine.Configure(Resolved)
            .Permit(Close, Closed)
            .PermitIf(Reopen, Assessing, () => facts.HasReason, ReasonGiven);

        machine.Configure(Closed)
            .PermitIf(Reopen, Assessing, () => facts.HasReason, ReasonGiven);

        machine.Configure(Cancelled)
            .PermitIf(Reopen, Assessing, () => facts.HasReason, ReasonGiven);

        return machine;
    }

    private static bool AllPassed(Incident incident) => incident.Checks.Count > 0 && incident.Checks.All(check => check.Passed);

    /// <summary>
    /// What a state says about the rest of the incident. An override and a soak belong to the state they were asked for
    /// or begun in, so every move ends them.
    /// </summary>
    private static Incident AfterMove(Incident moved, IncidentState from, TransitionFacts facts)
    {
        var at = facts.At;
        moved = moved with
        {
            UpdatedAt = at,
            PendingOverride = null,
            SoakUntil = null,
            Standing = moved.State is Mitigating or Verifying ? moved.Standing : null,
        };
        return moved.State switch
        {
            Assessing => WithoutCause(moved) with { Findings = 0, Checks = [], SoakPassed = false, MitigatedAt = null, ResolvedAt = null, ClosedAt = null },

            // What is wrong now is wrong anew: what was found the first time does not explain it.
            Mitigating when from is Monitoring => WithoutCause(moved) with { SoakPassed = false, MitigatedAt = null },
            Mitigating => moved with { SoakPassed = false, MitigatedAt = null },

            // The failed checks of an earlier try stay on the card until new ones run, and never count for them.
            Verifying => moved with { Checks = [] },

            // An override says that people go on, not that service is back.
            Monitoring => moved with { MitigatedAt = facts.Overridden ? null : facts.WellSince ?? at },
            Resolved => moved with { MitigatedAt = moved.MitigatedAt ?? (facts.Overridden ? null : at), ResolvedAt = at },
            Closed or Cancelled => moved with { ClosedAt = at },
            _ => moved,
        };
    }

    private static Incident WithoutCause(Incident moved) => moved with { Cause = null, CauseAt = null, CauseBy = null };
}
