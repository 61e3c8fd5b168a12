using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>All of an incident, for whoever learns from it: what was measured, what people said, and who did what.</summary>
internal sealed class PostMortem(PeopleDirectory people)
{
    private readonly FeltByService felt = new(people);
    private readonly CauseSentence cause = new(people);
    private readonly Conditions conditions = new(people);
    private readonly Deeds deeds = new(people);
    private readonly Pace pace = new(people);
    private readonly RunSentences ofRuns = new(people);

    public IReadOnlyList<DocumentSection> Write(SummaryFacts facts)
    {
        var timeline = facts.Timeline;
        return
        [
            .. PostMortemParts.All
                .Select(part => new DocumentSection(part.Key, part.Heading, [.. Of(part.Key, facts, timeline)]) { IsList = part.Heading is not null })
                .Where(section => section.Sentences.Count > 0),
        ];
    }

    private IEnumerable<SummarySentence> Of(string part, SummaryFacts facts, IReadOnlyList<TimelineEntry> timeline) => part switch
    {
        PostMortemParts.Summary => [.. SummaryAnswer.Of(facts.Incident, facts.Numbers, timeline, facts.Now), Safety.Of(facts).Sentence],
        PostMortemParts.Impact => felt.Of(facts),
        PostMortemParts.Durations => Durations(facts),
        PostMortemParts.Cause => [.. cause.Of(timeline), .. cause.Earlier(timeline)],
        PostMortemParts.Conditions => Conditions.Contributing(facts),
        PostMortemParts.RuledOut => conditions.RuledOut(facts),
        PostMortemParts.Actions => deeds.All(facts),
        PostMortemParts.Exceptions => [.. Exceptions(timeline), .. ofRuns.BrokenGlass(timeline, facts.Runs)],
        PostMortemParts.Verification => Verification(timeline),
        PostMortemParts.WentWell => [.. pace.Well(facts), .. Learned(timeline, LearnedKind.WentWell)],
        PostMortemParts.WentBadly => [.. pace.Slow(facts), .. Learned(timeline, LearnedKind.WentBadly)],
        PostMortemParts.Lessons => [.. Learned(timeline, LearnedKind.Learned), .. Learned(timeline, LearnedKind.Lucky)],
        PostMortemParts.FollowUps => FollowUps(timeline),
        PostMortemParts.Open => LooseEnds.Open(facts.Incident, timeline, facts.Runs),
        PostMortemParts.NotLookedAt => LooseEnds.NotLookedAt(facts.Incident, timeline),
        PostMortemParts.Prevention => Prevention.Of(timeline),
        PostMortemParts.Timeline => timeline.Select(Entry),
        PostMortemParts.People => TookPart(timeline),
        PostMortemParts.Corrections => facts.Written.Where(entry => entry.Kind is TimelineKind.Correction).Select(entry => Corrected(entry, facts.Written)),
        _ => [],
    };

    private static IEnumerable<SummarySentence> Durations(SummaryFacts facts)
    {
        var numbers = facts.Numbers;
        foreach (var (measured, what) in new[]
        {
            (numbers.ToAcknowledge, "Until somebody had acknowledged it"),
            (numbers.ToMitigate, "Until service was back"),
            (numbers.ToResolve, "Until it was resolved"),
        })
        {
            if (measured is not null)
            {
                yield return Cite($"{what}: {Duration.Words(measured.Length)} after the opening.", measured.From, measured.Until);
            }
        }

        foreach (var stretch in numbers.Affected.Where(_ => facts.Incident.State is not IncidentState.Cancelled))
        {
            yield return stretch.Until is { } back
                ? Cite(
                    $"Without service: {Duration.Words(back.At - stretch.Began)}, from {Moment.Of(stretch.Began)} to {Moment.Of(back.At)}.",
                    stretch.From,
                    back)
                : Cite(
                    $"Without service, as far as anybody knows: {Duration.Words(facts.EndOf(stretch) - stretch.Began)}, since {Moment.Of(stretch.Began)}.",
                    stretch.From);
        }
    }

    private IEnumerable<SummarySentence> Exceptions(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.Where(entry => entry.Kind is TimelineKind.Override || entry.What is TimelineEvent.Unwatched)
            .Select(entry => Cite($"{people.WhoOf(entry)}, {Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry));

    private static IEnumerable<SummarySentence> Verification(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.Where(entry => entry.What is TimelineEvent.Checked || entry is { What: TimelineEvent.Said, Kind: TimelineKind.Check })
            .Select(entry => Cite($"{Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry));

    private IEnumerable<SummarySentence> Learned(IReadOnlyList<TimelineEntry> timeline, LearnedKind kind) =>
        timeline.Where(entry => entry.What is TimelineEvent.Learned learned && learned.How == kind)
            .Select(entry => Cite($"{people.WhoOf(entry)}: {Sentences.End(EventText.Of(entry.What))}", entry));

    private IEnumerable<SummarySentence> FollowUps(IReadOnlyList<TimelineEntry> timeline) => Tasks.Of(timeline).Select(task => Cite(
        Sentences.End(TaskText.Whole(task, people)), [.. timeline.Where(entry => Tasks.NumberOf(entry.What) == task.Number)]));

    private SummarySentence Entry(TimelineEntry entry) =>
        Cite($"{Moment.Of(entry.At)} {people.WhoOf(entry)}: {Sentences.End(TimelineCard.Words(entry))}", entry);

    private IEnumerable<SummarySentence> TookPart(IReadOnlyList<TimelineEntry> timeline)
    {
        var first = timeline.Where(entry => entry.By is not null).DistinctBy(entry => entry.By).ToList();
        if (first.Count > 0)
        {
            yield return Cite($"{Doers.Listed([.. first.Select(people.WhoOf)])} took part.", first);
        }

        foreach (var entry in timeline.Where(entry => entry.What is TimelineEvent.Changed or TimelineEvent.HandedOver { IsTaken: true }))
        {
            yield return Cite($"{people.WhoOf(entry)}, {Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry);
        }
    }

    private SummarySentence Corrected(TimelineEntry entry, IReadOnlyList<TimelineEntry> written)
    {
        var before = written.FirstOrDefault(other => other.Sequence == Timeline.Corrections.TargetOf(entry.What));
        var said = before is null ? "" : $" It said, {Moment.Of(before.At)}: {Sentences.End(TimelineCard.Words(before))}";
        return Cite($"{people.WhoOf(entry)} {Sentences.End(entry.Text)}{said}", [entry, .. before is null ? [] : new[] { before }]);
    }
}
