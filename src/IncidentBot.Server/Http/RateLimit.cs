using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>
/// What an answer says of a rate limit, in any of the spellings in use: <c>RateLimit</c> and <c>RateLimit-Policy</c>
/// (draft-ietf-httpapi-ratelimit-headers), <c>RateLimit-Limit</c> and its two neighbours (its earlier drafts), <c>X-RateLimit-*</c>.
/// </summary>
/// <param name="Reset">How long until it is full again.</param>
internal sealed partial record RateLimit(long? Limit, long? Left, TimeSpan? Reset, IReadOnlyList<string> Headers)
{
    /// <summary>X-RateLimit-Reset is seconds to go at some services and seconds since 1970 at others; none lets us wait for years.</summary>
    private const long FirstEpoch = 1_000_000_000;
    private static readonly TimeSpan LongestReset = TimeSpan.FromDays(31);

    public bool IsThere => Limit is not null || Left is not null;

    /// <returns>Null when it is plausible.</returns>
    public string? Fault => this switch
    {
        { IsThere: false } => "there are no rate limit headers",
        { Limit: <= 0 } => $"a limit of {Limit} lets nobody in",
        { Left: < 0 } => $"{Left} left is less than nothing",
        { Left: { } left, Limit: { } limit } when left > limit => $"{left} left is more than the limit of {limit}",
        { Left: null } => "they do not say how many requests are left",
        { Reset: { } reset } when reset < TimeSpan.Zero || reset > LongestReset => "the time of the reset lies in the past, or months ahead",
        _ => null,
    };

    public string Words => string.Join(", ", new[]
    {
        Left is { } left ? $"{left}{(Limit is { } limit ? $" of {limit}" : "")} left" : Limit is { } alone ? $"limit {alone}" : "",
        Reset is { } reset ? $"full again in {Duration.Words(reset)}" : "",
    }.Where(part => part.Length > 0));

    public static RateLimit Read(Answer answer, DateTimeOffset now)
    {
        var combined = answer.Header("RateLimit") ?? "";
        var policy = answer.Header("RateLimit-Policy") ?? "";
        var limit = Number(answer, "RateLimit-Limit")
            ?? Number(answer, "X-RateLimit-Limit")
            ?? Field(combined, "limit")
            ?? Field(policy, "q")
            ?? Leading(policy);
        var left = Number(answer, "RateLimit-Remaining") ?? Number(answer, "X-RateLimit-Remaining") ?? Field(combined, "remaining") ?? Field(combined, "r");
        var reset = Number(answer, "RateLimit-Reset") ?? Number(answer, "X-RateLimit-Reset") ?? Field(combined, "reset") ?? Field(combined, "t");
        return new RateLimit(limit, left, Until(reset, now) ?? RetryAfter(answer, now),
            [.. answer.Headers.Where(header => header.Key.Contains("RateLimit", StringComparison.OrdinalIgnoreCase) || header.Key.Equals(
                "Retry-After",
                StringComparison.OrdinalIgnoreCase)).Select(header => OneLine.Of($"{header.Key}: {string.Join(", ", header)}"))]);
    }

    private static TimeSpan? RetryAfter(Answer answer, DateTimeOffset now) => answer.Header("Retry-After") is not { } text ? null
        : Seconds(text) ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at - now : null);

    private static TimeSpan? Until(long? reset, DateTimeOffset now) => reset switch
    {
        null => null,
        >= FirstEpoch and < 100 * FirstEpoch => DateTimeOffset.FromUnixTimeSeconds(reset.Value) - now,
        < 0 or > 100 * FirstEpoch => TimeSpan.MaxValue,
        _ => TimeSpan.FromSeconds(reset.Value),
    };

    private static TimeSpan? Seconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static long? Number(Answer answer, string header) => answer.Header(header) is { } text ? Leading(text) : null;

    private static long? Leading(string text) => Parse(LeadingNumber().Match(text));

    private static long? Field(string text, string name) =>
        Fields().Matches(text).Where(field => field.Groups[2].Value.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(Parse).FirstOrDefault();

    private static long? Parse(Match match) =>
        match.Success && long.TryParse(match.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^\s*(-?[0-9]{1,18})", RegexOptions.NonBacktracking)]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(@"(?:[;,\s]|^)(?<2>[A-Za-z]+)\s*=\s*(?<1>-?[0-9]{1,18})", RegexOptions.NonBacktracking)]
    private static partial Regex Fields();
}
