using System.Xml.Linq;
using IncidentBot.Incidents;
using IncidentBot.Markup.Summaries;
using IncidentBot.Messages;
using IncidentBot.Readings;
using IncidentBot.Reporting;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Tests.Support;

namespace IncidentBot.Server.Tests.Markup;

/// <summary>A file that stands alone: no script, nothing fetched, and what somebody wrote is text.</summary>
public sealed class SummaryPageTests
{
    private const string Hostile = "</style><script>alert(1)</script><img src=x onerror=alert(2)> \"'& {{impact}}";

    private static readonly SummarySentence Wrong = new($"{Moment.Of(Some.Night)}: {Hostile}.", [1, 2]);

    private static readonly SummaryDocument Document = new(
        SummaryLength.PostMortem,
        Some.Incident() with { Title = Hostile, Summary = new SummaryVersion(3, 1, IncidentState.Resolved, Some.Night) },
        [
            new(PostMortemParts.Summary, null, [new SummarySentence("It was repaired.", [1])]),
            new(PostMortemParts.Impact, "Impact", [Wrong]) { IsList = true },
            new(PostMortemParts.Timeline, "Timeline", [new($"{Moment.Of(Some.Night)} Ada: opened.", [1]), new("Ada: noted.", [2])]) { IsList = true },
        ],
        Some.Night.AddHours(2))
    {
        New = [Wrong],
        Charts = [new("memory_fill", Hostile, Unit.Ratio, Some.Night, Some.Night.AddHours(1), TimeSpan.FromMinutes(2), [new(Some.Night, 0.5)])],
    };

    [Fact]
    public async Task Is_well_formed_has_no_script_and_fetches_nothing()
    {
        var html = await RenderAsync(Document);
        var page = Components.Parsed(html);

        Assert.Empty(page.All("script"));
        Assert.Empty(page.All("img"));
        Assert.Empty(page.All("link"));
        Assert.DoesNotContain(page.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.All("a"), link => Assert.StartsWith("#e", link.Attribute("href")!.Value, StringComparison.Ordinal));
        Assert.Contains(Hostile, page.Value, StringComparison.Ordinal);
        Assert.Contains("@media print", page.All("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page.All("style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sentence_leads_to_the_entries_that_it_cites_and_what_is_new_says_so()
    {
        var page = Components.Parsed(await RenderAsync(Document));

        Assert.Equal(["#e1", "#e1", "#e2"], page.All("a").Select(link => link.Attribute("href")!.Value));
        Assert.Equal(["e1", "e2"], page.All("li").Attributes("id").Select(id => id.Value));
        Assert.Equal(Wrong.Text.Replace(Moment.Of(Some.Night), "2026-11-22 03:00:00 UTC", StringComparison.Ordinal), Said(page.All("strong").Single().Parent!));
        Assert.Contains("1 sentence is new since version 3 was posted 2026-11-22 03:00:00 UTC", page.Value, StringComparison.Ordinal);
        Assert.Equal("2026-11-22T03:00:00Z", page.All("time").First().Attribute("datetime")!.Value);
    }

    [Fact]
    public async Task A_layout_orders_it_and_what_it_leaves_out_is_named()
    {
        var (layout, mistakes) = DocumentLayout.Read("# Ours <b>x</b>\n\nFelt:\n\n{{ impact }}\n\n## Lessons\n\n{{lessons}}\n\n{{readings}}\n");
        Assert.Empty(mistakes);
        var page = Components.Parsed(await RenderAsync(Document with { Layout = layout }));

        Assert.Equal(["Ours <b>x</b>"], page.All("h1").Select(heading => heading.Value));
        Assert.Empty(page.All("b"));
        Assert.Single(page.All("svg"));
        Assert.Contains(DocumentMarkdown.Nothing, page.Value, StringComparison.Ordinal);
        Assert.Contains("Left out by the template: the summary (1 sentence), Timeline (2 sentences).", page.Value, StringComparison.Ordinal);

        // What it cites is not on the page, so nothing leads there.
        Assert.Empty(page.All("a"));
    }

    [Fact]
    public async Task Each_length_is_drawn()
    {
        var headline = Document with { Length = SummaryLength.Headline, Sections = [new("headline", null, [new("INC-1 is over.", [1])])], Charts = [] };
        var page = Components.Parsed(await RenderAsync(headline with { New = [] }));

        Assert.Equal("INC-1 headline", page.All("h1").Single().Value);
        Assert.Contains("INC-1 is over.", page.Value, StringComparison.Ordinal);
    }

    private static string Said(XElement sentence) =>
        string.Concat(sentence.Nodes().TakeWhile(node => node is not XElement { Name.LocalName: "small" })
            .Select(node => node is XElement element ? element.Value : node.ToString())
            .Select(text => System.Net.WebUtility.HtmlDecode(text))).Trim();

    private static Task<string> RenderAsync(SummaryDocument document) => Components.RenderAsync<SummaryPage>((nameof(SummaryPage.Document), document));
}
