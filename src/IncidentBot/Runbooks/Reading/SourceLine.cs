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
    /// <summary>Each with its number in the file; a line that ends with a backslash goes on in the next, and tags may make several of one.</summary>
    public static IEnumerable<(int Line, string Text)> Of(string source, LeafBlock block) =>
        Written(source, block).SelectMany(line => Pieces(line.Text).SelectMany(Spoken).Select(piece => (line.Line, piece)));

    /// <summary>Tags that begin a line of their own end the one before.</summary>
    public static string[] Pieces(string line) => Breaks().Split(line);

    /// <summary>The attributes of components, which Markdown does not see (<c>&lt;Command cmd="redis-cli ping" /&gt;</c>), and the line without them.</summary>
    public static IEnumerable<string> Spoken(string piece) =>
        Component().Matches(piece).Select(match => match.Value).Append(Bare(Component().Replace(piece, "")));

    /// <summary>A command in code marks over several lines.</summary>
    public static string Joined(string code) => code.Contains("\\ ", StringComparison.Ordinal) ? Broken().Replace(code, " ") : code;

    /// <summary>Whether the rest of a line is a sentence about the command in front.</summary>
    public static bool GoesOn(string rest) => Rest().IsMatch(rest);

    private static IEnumerable<(int Line, string Text)> Written(string source, LeafBlock block)
    {
        if (block.Span.Start < 0 || block.Span.End >= source.Length || block.Span.IsEmpty)
        {
            yield break;
        }

        var lines = source[block.Span.Start..(block.Span.End + 1)].Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            var statement = SqlInProse.Ends(lines, i);
            var last = statement ?? Unbroken(lines, i);
            var text = string.Join(' ', lines[i..(last + 1)].Select((line, part) => Part(line, part > 0)).Where(part => part.Length > 0));

            // What follows a statement in its last line is something else.
            var end = statement > i && text.LastIndexOf(';') is >= 0 and var semicolon ? semicolon + 1 : text.Length;
            yield return (block.Line + 1 + i, text[..end]);
            if (end < text.Length)
            {
                yield return (block.Line + 1 + last, text[end..]);
            }

            i = last + 1;
        }
    }

    /// <summary>The last line of a command whose lines end with a backslash, with a pipe, or with the sign that another follows.</summary>
    private static int Unbroken(string[] lines, int first)
    {
        var last = first;
        while (last < lines.Length - 1 && (lines[last].TrimEnd().EndsWith('\\') || (Open().IsMatch(lines[last]) && !lines[last].TrimStart().StartsWith('|'))))
        {
            last++;
        }

        return last;
    }

    /// <summary>A pipe that begins a line which goes on is one, and no mark of Markdown.</summary>
    private static string Part(string line, bool goesOn)
    {
        var text = line.TrimEnd().EndsWith('\\') ? line.TrimEnd().TrimEnd('\\', ' ') : line;
        return goesOn ? Quoted().Replace(text, "").TrimEnd() : text;
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

    [GeneratedRegex(@"<(?:br|/?(?:li|p|td|th|tr|div|details|summary|ul|ol|pre|blockquote|table|h[1-6]))\b[^<>]*>",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"<[A-Z]\w*[a-z]\w*\s[^<>]*>|</[A-Z]\w*[a-z]\w*>", RegexOptions.NonBacktracking)]
    private static partial Regex Component();

    [GeneratedRegex(@"\S\s*(?:\||&&)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Open();

    [GeneratedRegex(@"^[\s>]*", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\ +", RegexOptions.NonBacktracking)]
    private static partial Regex Broken();

    [GeneratedRegex(@"^(?:[:,.]\s|`|\s+(?:[-–—]\s|and\s|then\s|to\s|which\s|before\s|after\s|until\s|und\s|[^\x00-\x7F]))", RegexOptions.NonBacktracking)]
    private static partial Regex Rest();

    [GeneratedRegex(@"^(?:[\s>|:]|#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|\[[ xX]\]\s)*", RegexOptions.NonBacktracking)]
    private static partial Regex Lead();

    [GeneratedRegex(@"\\([*_#<>|`\[\]])", RegexOptions.NonBacktracking)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"^</?(?:code|kbd|tt|samp|pre)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CodeTag();
}
