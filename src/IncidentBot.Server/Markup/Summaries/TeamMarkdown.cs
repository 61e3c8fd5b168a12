using Markdig;

namespace IncidentBot.Markup.Summaries;

/// <summary>What a team has written around the sections of its post-mortems, as HTML of which nothing is the team's own.</summary>
internal static class TeamMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public static string ToHtml(string markdown) => Markdown.ToHtml(markdown, Pipeline);
}
