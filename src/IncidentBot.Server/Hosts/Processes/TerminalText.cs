using System.Text;
using System.Text.RegularExpressions;

namespace IncidentBot.Hosts.Processes;

/// <summary>What programs print for terminals, made fit for a chat: without colours, control characters and endless lines.</summary>
internal static partial class TerminalText
{
    private const int Longest = 460;

    /// <summary>The lines that say anything.</summary>
    public static IReadOnlyList<string> Lines(string text) =>
        [.. Escape().Replace(text, "").Split('\n', '\r').Select(Printable).Where(line => line.Length > 0)];

    /// <summary>A line of which people are shown no more than a few rows. It is broken into them when its secrets are out.</summary>
    public static string Short(string line) => Cut(line, Longest);

    public static string Cut(string text, int length) => text.Length <= length ? text : $"{text[..(length - 2)]} …";

    private static string Printable(string line)
    {
        var printable = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            if (letter == '\t')
            {
                printable.Append("  ");
            }
            else if (!char.IsControl(letter))
            {
                printable.Append(letter);
            }
        }

        return printable.ToString().TrimEnd();
    }

    /// <summary>ECMA-48: control sequences, and operating system commands such as a window's title.</summary>
    [GeneratedRegex(@"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
