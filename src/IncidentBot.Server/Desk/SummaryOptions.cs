namespace IncidentBot.Desk;

internal sealed class SummaryOptions
{
    /// <summary>A Markdown file that orders post-mortems as your team wants them, with `{{impact}}` where a section is to stand.</summary>
    public string? PostMortem { get; init; }
}
