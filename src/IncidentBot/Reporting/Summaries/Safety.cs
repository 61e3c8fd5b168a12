using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>Whether it is over for those who need the service, as far as anything has measured it.</summary>
/// <param name="IsSafe">Null where it is not known, or nothing was ever unsafe.</param>
/// <param name="Phrase">For a phone.</param>
public sealed record Safety(bool? IsSafe, string Phrase, SummarySentence Sentence)
{
    public static Safety Of(SummaryFacts facts)
    {
        var incident = facts.Incident;
        var step = facts.LastStep;
        TimelineEntry[] seen = facts.LastCheck is { } check ? [check, step] : [step];
        if (incident.State is IncidentState.Cancelled)
        {
            return new(null, "No outage", Cite("It was cancelled: there is nothing to be safe from.", step));
        }

        if (!incident.Kind.HappensNow())
        {
            return new(null, "Over, as written down", Cite("It is over, as was written down afterwards; nothing was measured here.", step));
        }

        if (facts.Runs.FirstOrDefault(run => run.State is RunState.Unknown) is { } lost && RunSentences.EventsOf(lost, facts.Timeline) is { Count: > 0 } events)
        {
            return new(false, $"Not known to be safe: {lost.Label} is in doubt", Cite($"Not known: nobody knows how {lost.Label} ended.", events));
        }

        if (RepairText.IsOverridden(incident))
        {
            return new(
                null,
                "Not known to be safe",
                Cite($"Not known: people went on by an override. {RepairText.Clause(incident)}.", seen));
        }

        if (incident.MitigatedAt is not { } back)
        {
            return Unrepaired(facts, seen);
        }

        if (incident.Alerts is { Firing: > 0 and var firing } && facts.Timeline.LastOrDefault(entry => entry.Kind is TimelineKind.Alert) is { } alerts)
        {
            var fire = Plural.Of(firing, "alert still fires", "alerts still fire");
            return new(false, $"Not safe yet: {fire}", Cite($"Not yet: the checks pass, and {fire}.", [alerts, .. seen]));
        }

        return incident.IsOpen
            ? new(
                null,
                "Service is back, and watched",
                Cite($"So far: service is back since {Messages.Moment.Of(back)}, and the checks have to keep passing{Until(incident)}.", seen))
            : new(true, "Safe as far as the checks know", Cite(Passed(facts), seen));
    }

    private static string Passed(SummaryFacts facts) => facts.LastCheck?.What switch
    {
        TimelineEvent.Checked { Results.Count: > 0, Soak: { } soak } check =>
            $"Yes, as far as the checks know: {CheckText.Count(check.Results)}, and kept passing for {Duration.Words(soak)}.",
        TimelineEvent.Checked { Results.Count: > 0 } check => $"Yes, as far as the checks know: {CheckText.Count(check.Results)}.",
        TimelineEvent.Looked { Results.Count: > 0 } look => $"Yes, as far as the checks know: {CheckText.Count(look.Results)}.",
        _ => "It was resolved, and no check says more than that.",
    };

    private static Safety Unrepaired(SummaryFacts facts, TimelineEntry[] seen)
    {
        IReadOnlyList<CheckResult> results = facts.LastCheck?.What switch
        {
            TimelineEvent.Checked check => check.Results,
            TimelineEvent.Looked look => look.Results,
            _ => [],
        };
        return results.Where(result => !result.Passed).ToList() is { Count: > 0 } failing
            ? new(
                false,
                $"Not safe yet: {Plural.Of(failing.Count, "check fails", "checks fail")}",
                Cite($"Not yet: {CheckText.Failing(results)}.", seen))
            : new(
                false,
                "Not safe yet",
                Cite(
                    results.Count > 0 ? $"Not yet: {CheckText.Count(results)}, and no verification has confirmed it." : "Not yet: no check has passed.",
                    seen));
    }

    private static string Until(Incident incident) => incident.SoakUntil is { } until ? $" until {Messages.Moment.Of(until)}" : "";
}
