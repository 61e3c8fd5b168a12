using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Rules;

namespace IncidentBot.Runbooks.Reading;

/// <summary>SQL that nobody has put in a fence: one statement over the lines of a paragraph.</summary>
internal static partial class SqlInProse
{
    /// <summary>No statement that people write into a paragraph is longer.</summary>
    private const int MostLines = 60;

    /// <returns>The last of its lines; null where none begins here. What begins in small letters may be a sentence, and has to end with a semicolon.</returns>
    public static int? Ends(string[] lines, int first)
    {
        var begin = SourceLine.Bare(lines[first]);
        if (!SqlText.Is(begin) || begin.EndsWith(';'))
        {
            return null;
        }

        var most = Math.Min(lines.Length, first + MostLines) - 1;
        var semicolon = Array.FindIndex(lines, first, most - first + 1, line => line.TrimEnd().EndsWith(';'));
        if (semicolon >= 0 && (IsKeyword(begin) || lines[first..semicolon].All(line => !EndsSentence().IsMatch(line))))
        {
            return semicolon;
        }

        var last = first;
        while (IsKeyword(begin) && last < most && (Clause().IsMatch(lines[last + 1]) || Unended().IsMatch(lines[last])))
        {
            last++;
        }

        return last;
    }

    private static bool IsKeyword(string line) => line.Split(' ')[0].All(char.IsAsciiLetterUpper);

    [GeneratedRegex(@"[.:!?]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex EndsSentence();

    [GeneratedRegex(@"[,(=]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Unended();

    [GeneratedRegex(
        @"^[\s>]*(?:\)|(?:FROM|WHERE|INTO|AND|OR|JOIN|LEFT|RIGHT|INNER|OUTER|CROSS|ON|USING|GROUP|ORDER|HAVING|LIMIT|OFFSET|SET|VALUES|RETURNING|UNION"
            + @"|EXCEPT|WINDOW|FOR|SELECT|INSERT|UPDATE|DELETE)\b)",
        RegexOptions.NonBacktracking)]
    private static partial Regex Clause();
}
