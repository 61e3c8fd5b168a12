using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>A line as it arrives from where people type, out of a platform's notation, as the command that it means.</summary>
public static partial class TypedLine
{
    /// <summary>The command, its verb, and what most commands take first: a run, a severity, a target.</summary>
    private const int FirstWords = 3;

    /// <summary>What was said to the bot: <c>@bot: `redis ping`</c>, with or without the slash. Who says nothing asks what there is.</summary>
    public static string Said(string text)
    {
        var start = 0;
        while (start < text.Length && (char.IsWhiteSpace(text[start]) || text[start] is ':' or ',' || Invisible.IsIn(text[start..(start + 1)])))
        {
            start++;
        }

        var line = Visible(WithoutCodeMarks(text[start..]).TrimStart().TrimStart('/').TrimStart());
        return line.Any(char.IsLetterOrDigit) ? $"/{line}" : "/help";
    }

    /// <summary>
    /// Without what does not show in the first words, where a command would not be found for it. A word of another script, and
    /// whatever is told further on, keeps it: Persian and the emoji of a family are written with it.
    /// </summary>
    public static string Visible(string line) => Word().Replace(
        line,
        word => Invisible.Stripped(word.Value) is var seen && Ascii.IsValid(seen) ? seen : word.Value,
        FirstWords).Trim();

    /// <summary>Only around the line, or its beginning: marks further on belong to what is told.</summary>
    public static string WithoutCodeMarks(string line)
    {
        var marks = line.TakeWhile(letter => letter == '`').Count();
        if (marks == 0)
        {
            return line;
        }

        var inside = line[marks..];
        return inside.IndexOf(new string('`', marks), StringComparison.Ordinal) is >= 0 and var end ? inside.Remove(end, marks) : inside;
    }

    [GeneratedRegex(@"\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
