using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>A line as it arrives from where people type, out of a platform's notation, as the command that it means.</summary>
public static partial class TypedLine
{
    /// <summary>The command, its verb, and what most commands take first: a run, a severity, a target.</summary>
    private const int FirstWords = 3;

    private const int Fence = 3;

    /// <summary>A list's mark, an emoji, bold and code around each other: more than that is no command.</summary>
    private const int MostLayers = 8;

    /// <summary>What was said to the bot: <c>@bot: `redis ping`</c>, with or without the slash. Who says nothing asks what there is.</summary>
    public static string Said(string text)
    {
        var line = Visible(Undressed(text));
        return line.Any(char.IsLetterOrDigit) ? $"/{line}" : "/help";
    }

    /// <summary>
    /// What stands around a mention: people call the bot first, or say what they want and then to whom. What they quote in front of it
    /// somebody else has said.
    /// </summary>
    public static string Said(string before, string after)
    {
        (before, after) = (QuotedLines().Replace($"\n{before}", ""), QuotedLines().Replace(after, ""));
        return Said(Undressed(after).Any(char.IsLetterOrDigit) ? after : before);
    }

    /// <summary>
    /// Without what does not show in the first words, where a command would not be found for it. A word of another script, and
    /// whatever is told further on, keeps it: Persian and the emoji of a family are written with it.
    /// </summary>
    public static string Visible(string line) => Word().Replace(
        line,
        word => Invisible.Stripped(word.Value) is var seen && Ascii.IsValid(seen) ? seen : word.Value,
        FirstWords).Trim();

    /// <summary>
    /// Without what people and clients put before a command: a colon behind the name, a quote's or a list's mark, an emoji, a slash;
    /// and without the marks of bold, italics and code around it, or around its beginning. Marks further on belong to what is told.
    /// </summary>
    public static string Undressed(string text)
    {
        for (var layer = 0; layer < MostLayers; layer++)
        {
            text = text[Ornament().Match(text).Length..];
            text = text.Length > 0 && NameWord.IsMark(text[0]) ? Unmarked(text) : Unquoted(text);
        }

        return text;
    }

    private static string Unmarked(string line)
    {
        var mark = line[..(line.Length - line.TrimStart(line[0]).Length)];
        var inside = line[mark.Length..];
        if (line[0] != '`')
        {
            var end = MarkedEnd(inside, mark);
            return end < 0 ? inside : inside.Remove(end, mark.Length);
        }

        inside = mark.Length >= Fence ? inside[Language().Match(inside).Length..] : inside;
        return inside.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? inside.Remove(at, mark.Length) : inside;
    }

    /// <summary>Where chats end bold text too: behind a letter and before a blank. A star elsewhere is one.</summary>
    private static int MarkedEnd(string inside, string mark)
    {
        for (var at = inside.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = inside.IndexOf(mark, at + 1, StringComparison.Ordinal))
        {
            var behind = at + mark.Length;
            if (at > 0 && !char.IsWhiteSpace(inside[at - 1]) && (behind == inside.Length || char.IsWhiteSpace(inside[behind])))
            {
                return at;
            }
        }

        return -1;
    }

    private static string Unquoted(string line) => Quoted().Match(line.TrimEnd()) is { Success: true } all ? all.Groups[1].Value : line;

    // Whatever is no letter, digit, mark, quote, nor the beginning of a mention or a link, and an emoji by its name.
    [GeneratedRegex("""^(?::[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?|[^\p{L}\p{Nd}*_~`"“„«'‘<@\[(])*""", RegexOptions.NonBacktracking)]
    private static partial Regex Ornament();

    [GeneratedRegex("""^["“„«'‘]([^"“”„«»'‘’]*)["“”»'’]$""", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:\s*\n[ \t]*>[^\n]*)+", RegexOptions.NonBacktracking)]
    private static partial Regex QuotedLines();

    [GeneratedRegex(@"^[A-Za-z0-9+#-]*[ \t]*\r?\n", RegexOptions.NonBacktracking)]
    private static partial Regex Language();

    [GeneratedRegex(@"\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
