using IncidentBot.People;

namespace IncidentBot.Reporting.Summaries;

/// <summary>Writes a summary of any length from the facts of an incident. A sentence that no event supports is not written.</summary>
public sealed class SummaryWriter(PeopleDirectory people)
{
    private readonly Executive executive = new(people);
    private readonly PostMortem postMortem = new(people);

    public SummaryDocument Write(SummaryLength length, SummaryFacts facts)
    {
        var document = new SummaryDocument(length, facts.Incident, Sections(length, facts), facts.Now);
        return facts.Incident.Summary is not { } posted ? document
            : document with { New = [.. document.Sentences.ExceptBy(Told(length, facts.Until(posted.Entries)), sentence => $"{sentence}")] };
    }

    /// <summary>As it would have been written then, in the words of today.</summary>
    private IEnumerable<string> Told(SummaryLength length, SummaryFacts before) =>
        Sections(length, before).SelectMany(section => section.Sentences).Select(sentence => $"{sentence}");

    private IReadOnlyList<DocumentSection> Sections(SummaryLength length, SummaryFacts facts) => facts.Timeline.Count == 0 ? [] : length switch
    {
        SummaryLength.Headline => [new DocumentSection("headline", null, [Headline.Of(facts)])],
        SummaryLength.Executive => executive.Write(facts),
        _ => postMortem.Write(facts),
    };
}
