using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>What a person said, or what was read that was wrong. Where nothing was, what was looked at: that is no cause.</summary>
internal sealed class CauseSentence(PeopleDirectory people)
{
    public IEnumerable<SummarySentence> Of(IReadOnlyList<TimelineEntry> timeline)
    {
        if (Causes.Of(timeline) is { } cause)
        {
            yield return Cite($"{Source(cause)} {Sentences.End(cause.What is TimelineEvent.Said ? cause.Text : Causes.TextOf(cause))}", cause);
        }
        else if (timeline.Where(entry => entry.What is TimelineEvent.Found).ToList() is { Count: > 0 } looks)
        {
            var well = looks.SelectMany(entry => ((TimelineEvent.Found)entry.What).Calls).Distinct().ToList();
            yield return Cite($"None was found. {(well.Count > 0 ? $"What was read was well: {string.Join(", ", well)}." : "Nothing could be read.")}", looks);
        }
    }

    /// <summary>What people said before, and do not say any more.</summary>
    public IEnumerable<SummarySentence> Earlier(IReadOnlyList<TimelineEntry> timeline) => timeline
        .Where(entry => entry.What is TimelineEvent.CauseStated && entry != Causes.Of(timeline))
        .Select(entry => Cite($"{people.WhoOf(entry)} had said before: {Sentences.End(Causes.TextOf(entry))}", entry));

    private string Source(TimelineEntry cause) => cause.What switch
    {
        TimelineEvent.CauseStated => $"{people.WhoOf(cause)} says:",
        TimelineEvent.Checked => "These checks failed:",
        _ when cause.By is null => "The last assessment found:",
        _ => $"{people.WhoOf(cause)} read:",
    };
}
