using System.Globalization;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Which jobs to remove: <c>7d</c> for those that ended longer ago, <c>keep=1000</c> for all but the newest.</summary>
internal sealed record CleanScope(TimeSpan? OlderThan, long? Keep)
{
    private const string NewestBut = "keep=";
    private const long MostKept = 10_000_000;

    public static string? Fault(string text) => Parse(text) is null ? "is neither an age such as 7d, 12h or 30m nor keep=1000." : null;

    public static CleanScope? Parse(string text) =>
        text.StartsWith(NewestBut, StringComparison.Ordinal)
            ? long.TryParse(text.AsSpan(NewestBut.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var keep) && keep <= MostKept
                ? new CleanScope(null, keep)
                : null
            : Age.Read(text) is { } age ? new CleanScope(age, null) : null;

    /// <summary>The highest score, the time a job ended in milliseconds, that is removed.</summary>
    public RedisArgument UpTo(DateTimeOffset now) => OlderThan is { } age ? (now - age).ToUnixTimeMilliseconds() : "+inf";

    public override string ToString() =>
        OlderThan is { } age ? $"that ended more than {Duration.Words(age)} ago" : $"but the newest {Figures.Count(Keep!.Value)}";
}
