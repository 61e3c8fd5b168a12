using IncidentBot.Reporting.Summaries;

namespace IncidentBot.Tests.Reporting.Summaries;

public sealed class DocumentLayoutTests
{
    [Fact]
    public void A_placeholder_of_nothing_is_named_with_its_line_and_with_all_there_are()
    {
        var (layout, mistakes) = DocumentLayout.Read("# Review\r\n\r\n{{impact}}\r\n{{ inpact }} and {{Timeline}}\r\n");

        Assert.Null(layout);
        Assert.Equal(2, mistakes.Count);
        Assert.StartsWith("Line 4: there is no section 'inpact'. There are: summary, impact, durations, ", mistakes[0], StringComparison.Ordinal);
        Assert.StartsWith("Line 4: there is no section 'Timeline'.", mistakes[1], StringComparison.Ordinal);
        Assert.EndsWith(", timeline, people, corrections.", mistakes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_a_placeholder_is_none() =>
        Assert.StartsWith("It has no placeholder", Assert.Single(DocumentLayout.Read("# Review\n").Mistakes), StringComparison.Ordinal);

    [Fact]
    public async Task It_replaces_the_layout_and_no_fact_is_lost_silently()
    {
        var document = GoldenSummaryTests.Write(await Played.OfAsync("repaired"), SummaryLength.PostMortem);
        var layout = DocumentLayout.Read("# Our review\n\n## Felt\n\n{{impact}}\n\n## Open\n\n{{open}}\n\nThanks.").Layout;

        var text = DocumentMarkdown.Render(document with { Layout = layout });

        Assert.StartsWith("# Our review\n\n## Felt\n\n- checkout: 340 orders;", text, StringComparison.Ordinal);
        Assert.Contains($"## Open\n\n*{DocumentMarkdown.Nothing}*\n\nThanks.\n", text, StringComparison.Ordinal);
        Assert.Contains("*Left out by the template: the summary (3 sentences), How long it took (4 sentences),", text, StringComparison.Ordinal);
        Assert.All(
            document.Sections.Where(section => section.Key is not (PostMortemParts.Impact or PostMortemParts.Summary)),
            section => Assert.Contains($"{section.Heading} (", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_somebody_wrote_is_no_placeholder()
    {
        var document = GoldenSummaryTests.Write(await Played.OfAsync("hostile"), SummaryLength.PostMortem);

        var text = DocumentMarkdown.Render(document with { Layout = DocumentLayout.Read("{{cause}}").Layout });

        Assert.Contains("# {{impact}} right.", text, StringComparison.Ordinal);
    }
}
