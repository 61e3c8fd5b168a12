using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IncidentBot.Tests.Documents;

/// <summary>Whoever follows a link in a document arrives, as GitHub would lead them.</summary>
public sealed class LinkTests
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private static readonly Dictionary<string, MarkdownDocument> Documents =
        Files().ToDictionary(file => file, file => Markdown.Parse(File.ReadAllText(file), Pipeline));

    [Fact]
    public void Every_link_and_anchor_of_every_document_leads_somewhere()
    {
        Assert.Empty(Documents.SelectMany(document => Broken(document.Key, document.Value)));
        Assert.NotEmpty(Links(Documents[Path.Combine(Repository.Root, "README.md")]));
    }

    [Theory]
    [InlineData("[a](no-such-file.md)")]
    [InlineData("[a](README.md#no-such-heading)")]
    [InlineData("[a](#no-such-heading)")]
    [InlineData("![a](no-such-picture.png)")]
    public void A_link_that_leads_nowhere_is_found(string text) =>
        Assert.Single(Broken(Path.Combine(Repository.Root, "README.md"), Markdown.Parse(text, Pipeline)));

    private static IEnumerable<string> Broken(string file, MarkdownDocument document) =>
        Links(document).Where(link => !Arrives(file, document, link)).Select(link => $"{Path.GetRelativePath(Repository.Root, file)}: {link}");

    private static bool Arrives(string file, MarkdownDocument document, string link)
    {
        var (path, anchor) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, "");
        var to = path.Length == 0 ? file : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, path));
        var there = path.Length == 0 ? document : Documents.GetValueOrDefault(to);
        return anchor.Length == 0 ? File.Exists(to) || Directory.Exists(to)
            : there is not null && there.Descendants<HeadingBlock>().Any(heading => heading.GetAttributes().Id == anchor);
    }

    private static IEnumerable<string> Links(MarkdownDocument document) =>
        document.Descendants<LinkInline>().Select(link => link.Url ?? "").Where(url => !Uri.TryCreate(url, UriKind.Absolute, out _));

    // The runbooks are what people read in chat, and their links lead elsewhere.
    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(new[] { "src", "tests", "manifests" }.SelectMany(
                folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)))
            .Where(file => !new[] { "node_modules", "bin", "obj", "runbooks" }.Any(
                folder => file.Contains($"/{folder}/", StringComparison.Ordinal)));
}
