using System.Text.RegularExpressions;

namespace IncidentBot.Reporting.Summaries;

/// <summary>
/// The order of a post-mortem as a team wants it: Markdown of its own, with <c>{{impact}}</c> where a section is to stand. It replaces the
/// layout and never the facts.
/// </summary>
public sealed partial record DocumentLayout(IReadOnlyList<LayoutPiece> Pieces)
{
    public IEnumerable<string> Keys => Pieces.OfType<LayoutPiece.Part>().Select(part => part.Key);

    private static string Known => string.Join(", ", PostMortemParts.All.Select(part => part.Key));

    /// <returns>The layout, or what is wrong with it: a sentence each.</returns>
    public static (DocumentLayout? Layout, IReadOnlyList<string> Mistakes) Read(string markdown)
    {
        var text = markdown.ReplaceLineEndings("\n");
        var (pieces, mistakes, written) = (new List<LayoutPiece>(), new List<string>(), 0);
        foreach (Match mark in Placeholder().Matches(text))
        {
            var key = mark.Groups["key"].Value.Trim();
            if (PostMortemParts.All.All(part => part.Key != key))
            {
                var line = text.AsSpan(0, mark.Index).Count('\n') + 1;
                mistakes.Add($"Line {line}: there is no section '{key}'. There are: {Known}.");
            }

            pieces.Add(new LayoutPiece.Own(text[written..mark.Index]));
            pieces.Add(new LayoutPiece.Part(key));
            written = mark.Index + mark.Length;
        }

        pieces.Add(new LayoutPiece.Own(text[written..]));
        if (pieces.Count == 1)
        {
            mistakes.Add($"It has no placeholder, and so nothing of any incident. There are: {Known}.");
        }

        return mistakes.Count > 0 ? (null, mistakes) : (new DocumentLayout([.. pieces.Where(piece => piece is not LayoutPiece.Own { Markdown: "" })]), []);
    }

    [GeneratedRegex(@"\{\{(?<key>[^{}\n]*)\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}

public abstract record LayoutPiece
{
    private LayoutPiece()
    {
    }

    /// <summary>What the team has written.</summary>
    public sealed record Own(string Markdown) : LayoutPiece;

    public sealed record Part(string Key) : LayoutPiece;
}
