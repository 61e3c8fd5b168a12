using System.Globalization;
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
        ?? string.Create(CultureInfo.InvariantCulture, $"PONG in {Stages.Sum(stage => stage.Elapsed.TotalMilliseconds):0.0} ms");

    public string? Cause => Failure?.Class.Text().CauseAt(Endpoint);

    public string? NextStep => Failure?.Class.Text().NextStep;

    private static string Short(StageTime stage) =>
        string.Create(CultureInfo.InvariantCulture, $"{stage.Stage.Name()} {stage.Elapsed.TotalMilliseconds:0.0}");
}
