using IncidentBot.Incidents;
using IncidentBot.Watch;

namespace IncidentBot.Reporting.Summaries;

/// <summary>A summary of one length, before it is drawn as a card or as a file.</summary>
public sealed record SummaryDocument(SummaryLength Length, Incident Incident, IReadOnlyList<DocumentSection> Sections, DateTimeOffset At)
{
    /// <summary>What was measured of its target, for whoever wants to see it.</summary>
    public IReadOnlyList<ReadingChart> Charts { get; init; } = [];

    /// <summary>The team's own; null for the usual one. It orders what is said and takes nothing away.</summary>
    public DocumentLayout? Layout { get; init; }

    /// <summary>The sentences that the summary posted last would not have had; none where none was posted.</summary>
    public IReadOnlyList<SummarySentence> New { get; init; } = [];

    /// <summary>The summary that was posted last; null before the first.</summary>
    public SummaryVersion? Version => Incident.Summary;

    public IEnumerable<SummarySentence> Sentences => Sections.SelectMany(section => section.Sentences);

    public string Title => string.Join(' ', [Incident.Label, .. Marks.Beside(Incident), Words(Length)]);

    /// <summary>What a layout has no place for.</summary>
    public IEnumerable<DocumentSection> LeftOut => Layout is { } layout ? Sections.Where(section => !layout.Keys.Contains(section.Key)) : [];

    public DocumentSection? Find(string key) => Sections.FirstOrDefault(section => section.Key == key);

    public static string Words(SummaryLength length) => length switch
    {
        SummaryLength.Headline => "headline",
        SummaryLength.Executive => "executive summary",
        _ => "post-mortem",
    };
}

/// <param name="Key">By which programs and templates name it: <c>ruled-out</c>.</param>
/// <param name="Heading">Null for what stands first.</param>
public sealed record DocumentSection(string Key, string? Heading, IReadOnlyList<SummarySentence> Sentences)
{
    /// <summary>The sentences are one thing each, and not read on from one to the next.</summary>
    public bool IsList { get; init; }
}
