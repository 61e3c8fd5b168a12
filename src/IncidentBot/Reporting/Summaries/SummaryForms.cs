namespace IncidentBot.Reporting.Summaries;

/// <summary>What of a summary depends on where the bot runs.</summary>
/// <param name="Layout">Of post-mortems; null for the usual one.</param>
public sealed record SummaryForms(ReadingsOfIncident Readings, DocumentHtml Html, DocumentLayout? Layout);

/// <summary>As a page that stands alone: without script, and with its style in it.</summary>
public delegate Task<string> DocumentHtml(SummaryDocument document);

/// <summary>A file to keep.</summary>
public enum SummaryForm
{
    Markdown,
    Html,
    Json,
}
