using System.Globalization;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis.Diagnoses;

/// <param name="Detail">What was seen, in the words of the server or the system. Holds no secret.</param>
internal sealed record RedisFailure(FailureClass Class, ConnectStage Stage, TimeSpan Elapsed, string Detail)
{
    /// <summary>For example `REFUSED at TCP after 1.1 ms`.</summary>
    public string Headline => string.Create(
        CultureInfo.InvariantCulture, $"{Class.Text().Name} at {Stage.Name()} after {Elapsed.TotalMilliseconds:0.0} ms");
}
