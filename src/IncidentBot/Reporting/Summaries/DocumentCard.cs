using IncidentBot.Messages;

namespace IncidentBot.Reporting.Summaries;

/// <summary>A summary in the chat: said at once, or as a file to keep.</summary>
internal static class DocumentCard
{
    public static Card Draw(SummaryDocument document) => new(document.Title)
    {
        Blocks =
        [
            .. document.Sections.Select(section => new CardBlock.Text(string.Join(
                '\n', section.Sentences.Select(sentence => Said(document, sentence)).Prepend(section.Heading).OfType<string>()))),
            .. DocumentMarkdown.Ending(document).Select(ending => new CardBlock.Footnote(ending)),
        ],
        Buttons =
        [
            new CardButton("Timeline", $"/incident timeline {document.Incident.Label}"),
            new CardButton("Post-mortem as a page", $"/incident summary {document.Incident.Label} postmortem html"),
        ],
    };

    /// <param name="instead">Its text, for where no file is to be had and its content is not for people.</param>
    public static Card Attach(SummaryDocument document, string ending, string mediaType, string content, string? instead) => new($"{document.Title}, {ending}")
    {
        Blocks =
        [
            new CardBlock.File(
                $"{document.Incident.Label}-{SummaryDocument.Words(document.Length).Replace(' ', '-')}.{ending}".ToLowerInvariant(), mediaType, content)
            {
                Instead = instead,
            },
        ],
    };

    private static string Said(SummaryDocument document, SummarySentence sentence) => $"{sentence}{(document.New.Contains(sentence) ? " (new)" : "")}";
}
