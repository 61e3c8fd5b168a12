using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Reading;

/// <summary>Transcripts: lines after a prompt are commands, the others are what was answered. Lines keep their places.</summary>
internal static partial class ConsoleText
{
    public static bool IsPrompt(string line) => Prompt().IsMatch(line);

    public static bool IsReplLine(string line) => Repl().IsMatch(line);

    /// <summary>The commands alone, when the block is a transcript; the text as it is otherwise.</summary>
    public static string Commands(string text)
    {
        var lines = text.Split('\n');
        if (!lines.Any(line => IsPrompt(line)))
        {
            return text;
        }

        var goesOn = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = Prompt().Match(lines[i]) is { Success: true } prompt ? lines[i][prompt.Length..]
                : goesOn ? Continuation().Replace(lines[i], "")
                : IsReplLine(lines[i]) ? lines[i]
                : "";
            goesOn = line.EndsWith('\\');
            lines[i] = line;
        }

        return string.Join('\n', lines);
    }

    /// <summary>What is typed at the prompt of redis-cli, line by line; null for other lines.</summary>
    public static string? Typed(string line) => Repl().Match(line) is { Success: true } prompt ? line[prompt.Length..].Trim() : null;

    /// <summary><c>$ ls</c>, <c>user@host:~$ ls</c>, <c>root@host:/# ls</c>.</summary>
    [GeneratedRegex(@"^\s*(?:(?:\([\w-]+\)\s*)?[\w.-]+@[\w.-]+[^$#\n]{0,40}[$#]|[$%❯])\s+(?=\S)")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^\s*>\s?")]
    private static partial Regex Continuation();

    /// <summary><c>127.0.0.1:6379&gt; INFO</c>, <c>redis&gt; INFO</c>, with the database in brackets perhaps.</summary>
    [GeneratedRegex(@"^\s*(?:[\w.-]+:\d{2,5}|(?:redis|valkey|sentinel)[\w.:-]*)(?:\[\d+\])?(?:\(TX\))?>\s*(?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex Repl();
}
