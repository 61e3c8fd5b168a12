using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues;

/// <summary>What became of the jobs that ended a moment ago.</summary>
/// <param name="Failed">Those that will be tried again among them.</param>
/// <param name="Ended">Null where nobody keeps count of those that went well.</param>
/// <param name="Span">How far back they reach.</param>
internal sealed record FailureWave(long Failed, long? Ended, TimeSpan Span)
{
    /// <summary>What failed before that is history: it is in the counts, and nobody can still stop it.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>A quiet queue ends few jobs in a minute; this is as far back as "now" goes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Fewer jobs in the last minute say little of a queue.</summary>
    public const int Enough = 10;

    /// <summary>Single jobs fail in any queue, for reasons of their own.</summary>
    public const int Fewest = 5;

    /// <summary>Some queues expect a share of failures, as those that fetch other people's pages do; one in five is more than that.</summary>
    public const int Share = 5;

    private const int ReasonsShown = 2;

    /// <summary>How many of the failed will be tried again by themselves.</summary>
    public long Retried { get; init; }

    /// <summary>Of those whose reason was read.</summary>
    public IReadOnlyList<ReasonGroup> Reasons { get; init; } = [];

    /// <summary>What failed is some minutes ago, and what ended since went well.</summary>
    public bool Over { get; init; }

    public bool IsWave => !Over && Failed >= Fewest && (Ended is not { } ended || Failed * Share >= ended);

    public FailureWave WithFailed(long failed) => this with { Failed = failed };

    /// <summary><c>10 of 30 jobs that ended in the last minute failed: Gateway timeout (10)</c>.</summary>
    public string Words => $"{HowMany}{(Why is { Length: > 0 } why ? $": {why}" : "")}"
        + (Retried == 0 ? "" : Retried == Failed ? "; they will be tried again" : $"; {Figures.Count(Retried)} of them will be tried again");

    public IEnumerable<Reading?> ReadingsOf(string kind) =>
    [
        Reading.Count($"{kind}.failed_of_late", Failed),
        Reading.Count($"{kind}.ended_of_late", Ended),
        Reading.Seconds($"{kind}.of_late", Span),
    ];

    private string When => $"in the last {(Span == Minute ? "minute" : Duration.Words(Span))}";

    private string HowMany => Ended is { } ended
        ? $"{Figures.Count(Failed)} of {Plural.Of(ended, "job")} that ended {When} failed"
        : $"{Plural.Of(Failed, "job")} failed {When}";

    private string Why
    {
        get
        {
            var looked = Reasons.Sum(group => group.Count);
            var shown = Reasons.Take(ReasonsShown).Select(group => $"{group.Words} ({Of(group.Count, looked)})");
            var others = Reasons.Count - ReasonsShown;
            return string.Join(", ", shown) + (others > 0 ? $" and {Plural.Of(others, "other reason")}" : "");
        }
    }

    private string Of(int count, int looked) => looked >= Failed
        ? Figures.Count(count)
        : $"{Figures.Count(count)} of {Figures.Count(looked)} looked at";
}
