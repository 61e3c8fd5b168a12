using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Which jobs to remove: <c>7d</c> for those that ended longer ago, <c>keep=1000</c> for all but the newest.</summary>
internal sealed partial record CleanScope(TimeSpan? OlderThan, long? Keep)
{
    public static string? Fault(string text) => Parse(text) is null ? "is neither an age such as 7d, 12h or 30m nor keep=1000." : null;

    public static CleanScope? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || !long.TryParse(match.Groups["keep"].Success ? match.Groups["keep"].Value : match.Groups["age"].Value, CultureInfo.InvariantCulture, out var number) || number > 10_000_000)
        {
            return null;
        }

        return match.Groups["keep"].Success ? new CleanScope(null, number) : new CleanScope(match.Groups["unit"].Value switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" => TimeSpan.FromDays(Math.Min(number, 36500)),
            _ => TimeSpan.FromDays(Math.Min(number, 5200) * 7),
        }, null);
    }

    /// <summary>The highest score, the time a job ended in milliseconds, that is removed.</summary>
    public RedisArgument UpTo(DateTimeOffset now) => OlderThan is { } age ? (now - age).ToUnixTimeMilliseconds() : "+inf";

    public override string ToString() => OlderThan is { } age ? $"that ended more than {Figures.Duration(age)} ago" : $"but the newest {Figures.Count(Keep!.Value)}";

    [GeneratedRegex("^(?:keep=(?<keep>[0-9]+)|(?<age>[0-9]+)(?<unit>[smhdw]))$")]
    private static partial Regex Form();
}
