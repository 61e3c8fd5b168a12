namespace IncidentBot.Reporting.Summaries;

/// <summary>For whom a summary is written. All of them are written from the same facts.</summary>
public enum SummaryLength
{
    /// <summary>One sentence, for a phone.</summary>
    Headline,

    /// <summary>Half a page, for whoever answers for the service and was not there.</summary>
    Executive,

    /// <summary>All of it, for whoever learns from it.</summary>
    PostMortem,
}
