using System.Text.RegularExpressions;
using IncidentBot.Words;

namespace IncidentBot.Runbooks.Reading;

/// <summary>
/// What wikis and sites write for a block of code and for a box, written as Markdown does, and the characters that editors put in the place of
/// others. Every line keeps its number.
/// </summary>
internal static partial class ForeignMarkup
{
    private const int Indentation = 4;

    public static string AsMarkdown(string text)
    {
        var lines = text.Split('\n');
        Directives(lines);
        var boxes = new Stack<int>();
        string? fence = null;
        Regex? closes = null;
        var ends = new Dictionary<Regex, int>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = Boxed(Plain(lines[i]), boxes);
            if (fence is not null)
            {
                fence = line.Trim() == fence ? null : fence;
            }
            else if (closes is not null)
            {
                (line, closes) = closes.IsMatch(line) ? ("```", null) : (line, closes);
            }
            else if (Fence().Match(line) is { Success: true } opened)
            {
                fence = opened.Groups[1].Value;
            }
            else if (Opens(line, i > 0 ? lines[i - 1] : "") is var (language, end) && NextEnd(end, i + 1) < lines.Length)
            {
                (line, closes) = ($"```{language}", end);
            }
            else if (Box().Match(line) is { Success: true } box)
            {
                boxes.Push((boxes.Count > 0 ? boxes.Count * Indentation : 0) + box.Groups[1].Length + Indentation);
            }
            else if (Import().IsMatch(line))
            {
                line = "";
            }

            lines[i] = line;
        }

        return string.Join('\n', lines);

        // What is not closed opens nothing. It is remembered, so that no line is looked at again for each that opens.
        int NextEnd(Regex end, int from)
        {
            if (!ends.TryGetValue(end, out var found) || found < from)
            {
                found = from;
                while (found < lines.Length && !end.IsMatch(lines[found]))
                {
                    found++;
                }

                ends[end] = found;
            }

            return found;
        }
    }

    /// <summary>reStructuredText: the lines below <c>.. code-block:: bash</c> that are further in, up to the empty line behind them.</summary>
    private static void Directives(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (Directive().Match(lines[i]) is not { Success: true } opened)
            {
                continue;
            }

            var end = i + 1;
            while (end < lines.Length && (string.IsNullOrWhiteSpace(lines[end]) || Indent(lines[end]) > opened.Groups[1].Length))
            {
                end++;
            }

            // Without an empty line behind it the fence would have no line to end on; at the end of the file it needs none.
            if (end > i + 1 && (end == lines.Length || string.IsNullOrWhiteSpace(lines[end - 1])))
            {
                lines[i] = $"{opened.Groups[1].Value}```{opened.Groups[2].Value}";
                lines[end - 1] = end < lines.Length ? $"{opened.Groups[1].Value}```" : lines[end - 1];
                i = end - 1;
            }
        }
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    /// <summary>The language, and how the block ends.</summary>
    private static (string Language, Regex End)? Opens(string line, string before) =>
        Macro().Match(line) is { Success: true } macro ? (Language().Match(macro.Groups[2].Value).Groups[1].Value, macro.Groups[1].Value switch
        {
            "code" => EndOfCode(),
            _ => EndOfNoFormat(),
        })
        : Shortcode().Match(line) is { Success: true } shortcode ? (shortcode.Groups[1].Value, EndOfShortcode())
        : Organised().Match(line) is { Success: true } source ? (source.Groups[1].Value, EndOfOrganised())
        : line.TrimEnd() is "----" && Source().Match(before) is { Success: true } listing ? (listing.Groups[1].Value, Dashes())
        : line.TrimEnd() is "...." ? ("", Dots())
        : null;

    /// <summary>What stands in a box is indented, which means code to Markdown.</summary>
    private static string Boxed(string line, Stack<int> boxes)
    {
        if (boxes.Count == 0 || string.IsNullOrWhiteSpace(line))
        {
            return line;
        }

        var spread = line.Replace("\t", "    ", StringComparison.Ordinal);
        var indent = spread.Length - spread.TrimStart().Length;
        while (boxes.TryPeek(out var inside) && indent < inside)
        {
            boxes.Pop();
        }

        return boxes.Count > 0 ? spread[(boxes.Count * Indentation)..] : line;
    }

    /// <summary>Blanks that are none, characters that nobody sees, and a dash that was an option's hyphen.</summary>
    private static string Plain(string line)
    {
        var plain = Invisible.Stripped(Blank().Replace(line, " "));
        return Program().IsMatch(plain)
            ? Dash().Replace(plain, dash => $"{dash.Groups[1].Value}{(dash.Groups[3].Length > 0 ? "--" : "-")}{dash.Groups[2].Value}")
            : plain;
    }

    [GeneratedRegex("[\u00A0\u2007\u202F\u3000]", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();

    [GeneratedRegex(@"\b(?:redis-cli|valkey-cli|kubectl|docker|systemctl|journalctl|psql|curl|celery)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Program();

    [GeneratedRegex(@"(\s)[–—−]([A-Za-z]([A-Za-z]\S*)?)", RegexOptions.NonBacktracking)]
    private static partial Regex Dash();

    [GeneratedRegex(@"^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)*(`{3,}|~{3,})[^`]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Fence();

    /// <summary><c>!!! warning</c>, <c>??? note "More"</c>, <c>=== "Redis"</c>.</summary>
    [GeneratedRegex(@"^(\s*)(?:!!!|\?\?\?\+?|===[!+]?)\s+[""'\w]", RegexOptions.NonBacktracking)]
    private static partial Regex Box();

    [GeneratedRegex(@"^import\s[^;]{0,200}\sfrom\s+['""][^'""]{1,200}['""];?\s*$|^import\s+['""][^'""]{1,200}['""];?\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Import();

    [GeneratedRegex(@"^(\s*)\.\. (?:code-block|code|sourcecode)::[ \t]*(\w*)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Directive();

    /// <summary>Confluence and Jira: <c>{code:language=bash|title=x}</c>, <c>{noformat}</c>.</summary>
    [GeneratedRegex(@"^\s*\{(code|noformat)(:[^}]*)?\}\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Macro();

    [GeneratedRegex(@"^:(?:[^}]*\blanguage=)?(\w+)(?:[|}]|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Language();

    [GeneratedRegex(@"^\s*\{code\}\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex EndOfCode();

    [GeneratedRegex(@"^\s*\{noformat\}\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex EndOfNoFormat();

    /// <summary>Hugo and Jekyll: <c>{{&lt; highlight bash &gt;}}</c>, <c>{% highlight bash %}</c>.</summary>
    [GeneratedRegex(@"^\s*\{(?:\{[<%]|%)-?\s*highlight\s+""?(\w+)[^}]*\}+\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Shortcode();

    [GeneratedRegex(@"^\s*\{(?:\{[<%]|%)-?\s*(?:/\s*|end)highlight\s*-?[>%]?\}+\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex EndOfShortcode();

    [GeneratedRegex(@"^\s*#\+BEGIN_(?:SRC|EXAMPLE)(?:\s+(\w+))?.*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Organised();

    [GeneratedRegex(@"^\s*#\+END_(?:SRC|EXAMPLE)\s*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex EndOfOrganised();

    /// <summary>AsciiDoc: <c>[source,bash]</c> above a line of dashes.</summary>
    [GeneratedRegex(@"^\[(?:source|listing)(?:%\w+)?(?:,\s*(\w+))?[^\]]*\]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Source();

    [GeneratedRegex(@"^----\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Dashes();

    [GeneratedRegex(@"^\.\.\.\.\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Dots();
}
