using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>What there is to say of an incident as it is now, a sentence each: for an update, and for whoever comes late.</summary>
internal static class HowItStands
{
    /// <summary>Who feels it, and how the checks stand.</summary>
    /// <param name="results">As the checks stand; empty where none are defined.</param>
    public static IEnumerable<string> Now(Incident incident, IReadOnlyList<CheckResult> results, IReadOnlyList<Run> runs, PeopleDirectory people) =>
        [.. ImpactText.Sentences(incident, people), .. Checks(incident, results, runs)];

    /// <summary>Why it is so, who has it, what is to be done, and what waits on whom.</summary>
    public static IEnumerable<string> WhyAndWho(Incident incident, IReadOnlyList<Run> runs, PeopleDirectory people)
    {
        yield return Cause(incident, people);
        yield return OwnerText.Of(incident, people);
        if (TaskText.Open(incident, people) is { } tasks)
        {
            yield return $"To be done: {tasks}.";
        }

        foreach (var run in runs.Where(run => run.IsUnsettled))
        {
            yield return UnsettledText.Of(run, people);
        }

        if (incident.PendingOverride is { } pending)
        {
            yield return $"{people.NameOf(pending.RequestedBy)} asks to go on to {pending.LeadsTo} by an override, and waits for "
                + $"{UnsettledText.Approvers(pending.RequestedBy, people)} since {Moment.Of(pending.At)}: {pending.Reason}";
        }
    }

    /// <inheritdoc cref="Now"/>
    public static IEnumerable<string> Checks(Incident incident, IReadOnlyList<CheckResult> results, IReadOnlyList<Run> runs)
    {
        if (results.Count == 0)
        {
            yield break;
        }

        var (failed, at) = (results.Count(check => !check.Passed), results.Max(check => check.At));
        yield return failed > 0
            ? $"As of {Moment.Of(at)} {failed} of {Plural.Of(results.Count, "check")} {Plural.Pick(failed, "fails", "fail")}. {CheckText.Failing(results)}"
            : $"All {results.Count} checks pass {(incident.Standing?.WellSince is { } since ? $"since {Moment.Of(since)}" : $"as of {Moment.Of(at)}")}."
                + (incident.State is IncidentState.Mitigating ? $" {UnsettledText.ThenVerify(incident, runs)}." : "");
    }

    private static string Cause(Incident incident, PeopleDirectory people) => CauseText.Of(incident, people) is { } cause
        ? $"Cause: {cause}"
        : $"No cause found yet. Whoever knows it types /incident cause {incident.Label} <why>.";
}
