using System.Globalization;
using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses;

namespace IncidentBot.Redis.Probe;

/// <summary>How a fresh connection went. <see cref="Failure"/> is null when the server answered PONG.</summary>
internal sealed record ProbeReport(RedisEndpoint Endpoint, IReadOnlyList<StageTime> Stages, RedisFailure? Failure)
{
    public bool Ok => Failure is null;

    /// <summary>The stages that went well, for example `DNS 0.1 · TCP 0.1 · PING 0.1 ms`.</summary>
    public string StageLine => Stages.Count == 0 ? "" : string.Join(" · ", Stages.Select(Short)) + " ms";

    /// <summary>For example `PONG in 0.4 ms`, or `REFUSED at TCP after 1.1 ms`.</summary>
    public string Headline => Failure?.Headline
        ?? string.Create(CultureInfo.InvariantCulture, $"PONG in {Total.TotalMilliseconds:0.0} ms");

    /// <summary>The time of each stage that went well, and of all of them where it answered.</summary>
    public IEnumerable<Reading?> Readings =>
    [
        .. Stages.Select(stage => Reading.Milliseconds($"probe.{stage.Stage.ToString().ToLowerInvariant()}", stage.Elapsed)),
        Ok ? Reading.Milliseconds("probe.total", Total) : null,
    ];

    private TimeSpan Total => TimeSpan.FromTicks(Stages.Sum(stage => stage.Elapsed.Ticks));

    public string? Cause => Failure?.Class.Text().CauseAt(Endpoint);

    public string? NextStep => Failure?.Class.Text().NextStep;

    private static string Short(StageTime stage) =>
        string.Create(CultureInfo.InvariantCulture, $"{stage.Stage.Name()} {stage.Elapsed.TotalMilliseconds:0.0}");
}
