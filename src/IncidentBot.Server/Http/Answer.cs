using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>What came of one request.</summary>
internal abstract record ExchangeResult
{
    private ExchangeResult()
    {
    }

    public sealed record Answered(Answer Answer) : ExchangeResult;

    /// <param name="Reason">What went wrong, in one sentence.</param>
    /// <param name="MayHaveArrived">False where it is certain that no byte of the request was sent.</param>
    public sealed record Silent(string Class, string Reason, bool MayHaveArrived) : ExchangeResult;
}

/// <param name="Length">What the service said, or what was read where that was all; null where neither is known.</param>
/// <param name="IsCut">True where the body was longer than what is read of one.</param>
internal sealed record Answer(int Status, string Reason, ILookup<string, string> Headers, byte[] Body, bool IsCut, long? Length, TimeSpan Elapsed)
{
    /// <summary>When the service's certificate ends; null without TLS.</summary>
    public DateTimeOffset? CertificateEnds { get; init; }

    public string? Header(string name) => Headers[name].FirstOrDefault();

    public IEnumerable<Reading?> Readings =>
        [Reading.Count("http.status", Status), Reading.Milliseconds("http.elapsed", Elapsed), Reading.Bytes("http.length", Length)];

    public string MediaType => Header("Content-Type")?.Split(';')[0].Trim().ToLowerInvariant() ?? "";

    /// <summary>200 OK in 12 ms, 1.2 KB</summary>
    public string Headline => string.Join(' ', new[] { $"{Status}", Reason, $"in {Duration.Measured(Elapsed)}" }.Where(word => word.Length > 0))
        + (Length is > 0 and var length ? $", {Figures.Bytes(length)}" : IsCut ? $", more than {Figures.Bytes(Body.Length)}" : "");
}
