using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Reporting;

/// <summary>An incident for people who were not there: the answer first, then what it rests on.</summary>
public sealed record Summary(Incident Incident, IncidentNumbers Numbers, IReadOnlyList<SummarySection> Sections, DateTimeOffset At)
{
    public IEnumerable<SummarySentence> Sentences => Sections.SelectMany(section => section.Sentences);

    /// <param name="version">2 and on where it was posted before.</param>
    /// <param name="since">What has happened since then, one line each.</param>
    public Card ToCard(int version = 1, IReadOnlyList<string>? since = null) =>
        new(string.Join(' ', [Incident.Label, .. Marks.Beside(Incident), version > 1 ? $"summary, version {version}" : "summary"]))
        {
            Blocks =
        [
            .. since is { Count: > 0 } ? [new CardBlock.Text(string.Join('\n', since.Prepend($"Since version {version - 1}")))] : Array.Empty<CardBlock>(),
            .. Sections.Select(
                section => new CardBlock.Text(string.Join('\n', section.Sentences.Prepend<object?>(section.Heading).Where(line => line is not null)))),
            new CardBlock.Footnote($"Written from the recorded events {Moment.Of(At)}. The numbers in brackets are entries of the timeline: "
                + $"/incident event {Incident.Label} e1 opens one."),
        ],
            Buttons = [new CardButton("Timeline", $"/incident timeline {Incident.Label}")],
        };
}

/// <param name="Heading">Null for the answer, which stands first.</param>
public sealed record SummarySection(string? Heading, IReadOnlyList<SummarySentence> Sentences);
