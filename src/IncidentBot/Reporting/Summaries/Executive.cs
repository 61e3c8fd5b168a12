using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>Half a page for whoever answers for the service and was not there.</summary>
internal sealed class Executive(PeopleDirectory people)
{
    private const int Most = 6;

    private readonly FeltByService felt = new(people);
    private readonly CauseSentence cause = new(people);
    private readonly Deeds deeds = new(people);

    public IReadOnlyList<DocumentSection> Write(SummaryFacts facts)
    {
        DocumentSection[] sections =
        [
            new("answer", null, [.. SummaryAnswer.Of(facts.Incident, facts.Numbers, facts.Timeline, facts.Now)]),
            new("felt", "What users felt", [.. felt.Of(facts)]),
            new("why", "Why", [.. Why(facts)]),
            new("done", "What was done", [.. deeds.InShort(facts)]),
            new("safe", "Is it safe now", [Safety.Of(facts).Sentence]),
            new("next", "What is next", [.. Next(facts)]),
        ];
        return
        [
            .. sections.Where(section => section.Sentences.Count > 0).Select(section => section with
            {
                IsList = section.Key is "felt" or "done" or "next",
                Sentences = HalfAPage(facts.Incident, section.Sentences),
            }),
        ];
    }

    /// <summary>Half a page is half a page; what has no room is counted, and where it can be read is said.</summary>
    private static IReadOnlyList<SummarySentence> HalfAPage(Incident incident, IReadOnlyList<SummarySentence> sentences) =>
        sentences.Count <= Most ? sentences :
        [
            .. sentences.Take(Most - 1),
            new(
                $"{sentences.Count - Most + 1} more: /incident summary {incident.Label} postmortem.",
                [.. sentences.Skip(Most - 1).SelectMany(sentence => sentence.Events).Distinct().Order()]),
        ];

    private List<SummarySentence> Why(SummaryFacts facts)
    {
        if (facts.Incident.State is IncidentState.Cancelled)
        {
            return [Cite(Sentences.End($"{people.WhoOf(facts.LastStep)} cancelled it: {facts.LastStep.Text}"), facts.LastStep)];
        }

        var said = cause.Of(facts.Timeline).ToList();
        return said.Count > 0 ? said : [Cite("Nobody has said why, and nothing was read.", facts.Opening)];
    }

    private IEnumerable<SummarySentence> Next(SummaryFacts facts)
    {
        var tasks = Tasks.Of(facts.Timeline);
        foreach (var task in tasks.Where(task => task.IsOpen).OrderBy(task => task.Due ?? DateTimeOffset.MaxValue))
        {
            yield return Cite(Sentences.End(TaskText.Of(task, people)), Given(facts, task.Number));
        }

        if (tasks.Where(task => task.End is { IsDone: true }).ToList() is { Count: > 0 } done)
        {
            yield return Cite(
                $"Done already: {string.Join("; ", done.Select(task => task.What.TrimEnd('.')))}.", done.SelectMany(task => Given(facts, task.Number)));
        }

        if (tasks.Count == 0)
        {
            yield return Cite("Nobody has been given anything to do after it.", facts.LastStep);
        }
    }

    private static IEnumerable<TimelineEntry> Given(SummaryFacts facts, int task) =>
        facts.Timeline.Where(entry => Tasks.NumberOf(entry.What) == task);
}
