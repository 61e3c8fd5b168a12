using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>
/// What users felt of each service, and for how long: as people said it, and where they said no time, as long as service was gone. What only
/// the runbook expects is called a suspicion.
/// </summary>
internal sealed class FeltByService(PeopleDirectory people)
{
    public IEnumerable<SummarySentence> Of(SummaryFacts facts)
    {
        var said = Impacts.Of(facts.Timeline);
        foreach (var impact in said)
        {
            var entry = facts.Timeline.Last(entry => ServiceOf(entry) is { } service && Impacts.IsOf(service, impact));
            yield return impact.IsStruck
                ? Cite($"{impact.Service} was not affected, as {people.WhoOf(entry)} says: {Sentences.End(impact.What)}", entry)
                : Felt(facts, impact, entry);
        }

        if (facts.Incident is { Runbook: { } runbook, State: not IncidentState.Cancelled } && RunbookStart.Of(facts.Timeline) is { } started)
        {
            foreach (var service in runbook.Services.Where(service => !said.Any(impact => Impacts.IsOf(service.Name, impact))))
            {
                yield return Cite(
                    $"{service.Name}: the runbook suspects it ({ServiceText.Impact(service, null).TrimEnd('.')}), and nobody has confirmed it.", started);
            }
        }

        if (said.All(impact => impact.IsStruck) && facts.Incident.State is not IncidentState.Cancelled)
        {
            yield return Cite("Nobody has said what users noticed.", facts.Opening);
        }
    }

    private SummarySentence Felt(SummaryFacts facts, Impact impact, TimelineEntry entry)
    {
        var stretches = facts.Numbers.Affected;
        var from = impact.From ?? stretches[0].Began;
        var length = impact.Until is { } over ? over - from : stretches.Aggregate(TimeSpan.Zero, (sum, stretch) => sum + Shared(stretch, from, facts));
        var goesOn = impact.Until is null && facts.Numbers.StillAffected && facts.Incident.IsOpen;
        var until = impact.Until ?? stretches[^1].Until?.At;
        var span = length <= TimeSpan.Zero ? ""
            : goesOn ? $"; {Duration.Words(length)} so far, since {Moment.Of(from)}"
            : until is null ? $"; {Duration.Words(length)} from {Moment.Of(from)} until it was resolved, without being known to be repaired"
            : $"; {Duration.Words(length)}, from {Moment.Of(from)} to {Moment.Of(until.Value)}{(impact.Until is null ? ", when service was back" : "")}";
        return Cite(
            $"{impact.Service}: {impact.What.TrimEnd('.')}{span} ({people.WhoOf(entry)} says so).",
            [entry, .. impact.Until is null ? stretches.SelectMany(stretch => new[] { stretch.From, stretch.Until }).OfType<TimelineEntry>() : []]);
    }

    private static TimeSpan Shared(Stretch stretch, DateTimeOffset from, SummaryFacts facts)
    {
        var began = stretch.Began > from ? stretch.Began : from;
        var end = facts.EndOf(stretch);
        return end > began ? end - began : TimeSpan.Zero;
    }

    private static string? ServiceOf(TimelineEntry entry) => entry.What switch
    {
        TimelineEvent.ImpactStated stated => stated.Service,
        TimelineEvent.ImpactStruck struck => struck.Service,
        _ => null,
    };
}
