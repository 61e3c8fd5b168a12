using System.Net;
using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace IncidentBot.Runbooks.Reading;

/// <summary>
/// The lines of a block as they were written, without the marks of Markdown and HTML around them. Read from the source, because to
/// Markdown the stars of <c>bull:*:wait</c> are emphasis.
/// </summary>
internal static partial class SourceLine
{
    /// <summary>Each with its number in the file; a line that ends with a backslash goes on in the next.</summary>
    public static IEnumerable<(int Line, string Text)> Of(string source, LeafBlock block)
    {
        if (block.Span.Start < 0 || block.Span.End >= source.Length || block.Span.IsEmpty)
        {
            yield break;
        }

        var parts = new List<string>();
        var lines = source[block.Span.Start..(block.Span.End + 1)].Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            parts.Add(Bare(lines[i]));
            if (lines[i].TrimEnd().EndsWith('\\'))
            {
                parts[^1] = parts[^1].TrimEnd('\\', ' ');
                if (i < lines.Length - 1)
                {
                    continue;
                }
            }

            yield return (block.Line + 2 + i - parts.Count, string.Join(' ', parts));
            parts.Clear();
        }
    }

    /// <summary>Without indentation, quotation signs, list marks, emphasis around the whole, and tags.</summary>
    public static string Bare(string line)
    {
        var text = WebUtility.HtmlDecode(Tags().Replace(line, "")).Trim();
        text = Lead().Replace(text, "").TrimEnd('|', ' ');
        return Escaped().Replace(Unwrapped(text).ToString(), "$1");
    }

    /// <summary>Without the emphasis and the code marks that stand around the whole.</summary>
    private static ReadOnlySpan<char> Unwrapped(ReadOnlySpan<char> text)
    {
        while (MarkLength(text) is > 0 and var mark)
        {
            text = text[mark..^mark].Trim();
        }

        return text;
    }

    private static int MarkLength(ReadOnlySpan<char> text)
    {
        foreach (var mark in (ReadOnlySpan<string>)["***", "**", "__", "*", "_", "~~"])
        {
            if (text.StartsWith(mark) && text.EndsWith(mark) && Wraps(text, mark.Length))
            {
                return mark.Length;
            }
        }

        var ticks = Math.Min(text.Length - text.TrimStart('`').Length, text.Length - text.TrimEnd('`').Length);
        ticks = Math.Min(ticks, (text.Length - 1) / 2);
        return ticks > 0 && !Wraps(text, ticks) ? ticks - 1 : ticks;
    }

    private static bool Wraps(ReadOnlySpan<char> text, int mark) =>
        text.Length > 2 * mark && !char.IsWhiteSpace(text[mark]) && !char.IsWhiteSpace(text[^(mark + 1)]);

    public static bool IsCodeTag(string tag) => CodeTag().IsMatch(tag);

    [GeneratedRegex(@"</?(?:code|kbd|pre|tt|p|b|i|strong|em|li|ul|ol|td|tr|th|br|span|div|details|summary|blockquote|samp)\b[^<>]*>",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(@"^(?:[\s>|:]|#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|\[[ xX]\]\s)*", RegexOptions.NonBacktracking)]
    private static partial Regex Lead();

    [GeneratedRegex(@"\\([*_#<>|`\[\]])", RegexOptions.NonBacktracking)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"^</?(?:code|kbd|tt|samp|pre)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CodeTag();
}
