using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>
/// What was measured to be wrong until service was back, in order, and what was measured to be well while it was gone. Neither is
/// called a cause here.
/// </summary>
internal sealed class Conditions(PeopleDirectory people)
{
    public static IEnumerable<SummarySentence> Contributing(SummaryFacts facts)
    {
        var back = facts.Numbers.Affected[^1].Until?.At;
        foreach (var entry in facts.Timeline.Where(entry => back is null || entry.At <= back))
        {
            var text = entry.What switch
            {
                TimelineEvent.Found { Healthy: false } found when found.Calls.Any() => $"{found.Call} found: {found.Answer}",
                TimelineEvent.Checked check when CheckText.Failing(check.Results) is { Length: > 0 } failing => $"the checks failed: {failing}",
                TimelineEvent.Looked { Well: false } looked => $"a look saw: {CheckText.Failing(looked.Results)}",
                TimelineEvent.AlertsChanged { News.BeganInAll: > 0 } => entry.Text,
                TimelineEvent.Said { Of: TimelineKind.Finding } => entry.Text,
                _ => null,
            };
            if (text is not null)
            {
                yield return Cite($"{Moment.Of(entry.At)}: {Sentences.End(text)}", entry);
            }
        }
    }

    /// <summary>A read that was well counts where service was gone when it was made; what it did not see is not ruled out.</summary>
    public IEnumerable<SummarySentence> RuledOut(SummaryFacts facts)
    {
        foreach (var entry in facts.Timeline)
        {
            if (entry.What is TimelineEvent.Found { Healthy: true } found && found.Calls.ToList() is { Count: > 0 } calls && WasGone(facts, entry.At))
            {
                var part = found.NotSeen.Count > 0 ? " That is a part of it: not all could be seen." : "";
                yield return Cite($"{string.Join(", ", calls)} was well at {Moment.Of(entry.At)}: {Sentences.End(found.Answer)}{part}", entry);
            }
            else if (entry.What is TimelineEvent.ImpactStruck struck)
            {
                yield return Cite($"{struck.Service} was not affected, as {people.WhoOf(entry)} says: {Sentences.End(struck.Reason)}", entry);
            }
        }
    }

    private static bool WasGone(SummaryFacts facts, DateTimeOffset at) =>
        facts.Numbers.Affected.Any(stretch => stretch.Began <= at && (stretch.Until is not { } back || at < back.At));
}
