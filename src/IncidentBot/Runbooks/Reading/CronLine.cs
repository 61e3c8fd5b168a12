using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Rules;

namespace IncidentBot.Runbooks.Reading;

/// <summary>A line of a crontab: the times, in <c>/etc/cron.d</c> a user, then the command that they make run again and again.</summary>
internal static partial class CronLine
{
    public static bool Is(string line) => Times().IsMatch(line);

    /// <summary>The command alone; what stands before it becomes blanks, so that all keep their places.</summary>
    public static string Command(string line, Rulebook rules)
    {
        if (Times().Match(line) is not { Success: true } times)
        {
            return line;
        }

        var command = line[(times.Length - 1)..];
        var words = command.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        return words is [var user, var program, ..] && !rules.Knows(user) && rules.Knows(program)
            ? command[command.IndexOf(program, user.Length, StringComparison.Ordinal)..].PadLeft(line.Length)
            : command.PadLeft(line.Length);
    }

    [GeneratedRegex(
        @"^[ \t]*(?:@(?:hourly|daily|weekly|monthly|reboot)|(?:[\d*][\d*/,-]*[ \t]+){4}"
            + @"(?:[\d*][\d*/,-]*|(?:mon|tue|wed|thu|fri|sat|sun)[\w,-]*))[ \t]+\S",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Times();
}
