using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Reporting;

/// <summary>An incident for people who were not there: the answer first, then what it rests on.</summary>
public sealed record Summary(Incident Incident, IncidentNumbers Numbers, IReadOnlyList<SummarySection> Sections, DateTimeOffset At)
{
    public IEnumerable<SummarySentence> Sentences => Sections.SelectMany(section => section.Sentences);

    public Card ToCard() => Draw("summary", Sections);

    /// <summary>What is new since it was posted last: what was done, how it stands now, and each sentence that was not in that one.</summary>
    /// <param name="before">As it would have been written then, in the words of today.</param>
    /// <param name="done">The steps and corrections since.</param>
    public Card ToCard(int version, Summary before, IReadOnlyList<SummarySentence> done)
    {
        var told = before.Sentences.Select(sentence => $"{sentence}").ToHashSet();
        var cited = done.SelectMany(sentence => sentence.Events).ToHashSet();
        var card = Draw(
            $"summary, version {version}",
            [
                new SummarySection($"Since version {version - 1}", done),
                .. Sections.Take(1).Select(answer => answer with { Sentences = [answer.Sentences[0], .. New(answer.Sentences.Skip(1))] }),
                .. Sections.Skip(1).Select(section => section with { Sentences = [.. New(section.Sentences)] }),
            ]);
        return card with
        {
            Blocks =
            [
                .. card.Blocks,
                new CardBlock.Footnote($"Only what is new since version {version - 1}: /incident summary {Incident.Label} has all of it."),
            ],
            Buttons = [new CardButton("Whole summary", $"/incident summary {Incident.Label}"), .. card.Buttons],
        };

        IEnumerable<SummarySentence> New(IEnumerable<SummarySentence> sentences) =>
            sentences.Where(sentence => !told.Contains($"{sentence}") && !sentence.Events.All(cited.Contains));
    }

    private Card Draw(string what, IEnumerable<SummarySection> sections) => new(string.Join(' ', [Incident.Label, .. Marks.Beside(Incident), what]))
    {
        Blocks =
        [
            .. sections.Where(section => section.Sentences.Count > 0).Select(
                section => new CardBlock.Text(string.Join('\n', section.Sentences.Prepend<object?>(section.Heading).Where(line => line is not null)))),
            new CardBlock.Footnote($"Written from the recorded events {Moment.Of(At)}. The numbers in brackets are entries of the timeline: "
                + $"/incident event {Incident.Label} e1 opens one."),
        ],
        Buttons = [new CardButton("Timeline", $"/incident timeline {Incident.Label}")],
    };
}

/// <param name="Heading">Null for the answer, which stands first.</param>
public sealed record SummarySection(string? Heading, IReadOnlyList<SummarySentence> Sentences);
