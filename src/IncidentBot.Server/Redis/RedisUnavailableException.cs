using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis;

/// <summary>
/// No reply came: not connected, lost, or past the deadline. What an error reply says is a value (<see cref="Wire.RespValue.Error"/>).
/// After `Hung` or `Closed` at `Command` the server may have run the command, or may still do so: read back before repeating.
/// </summary>
internal sealed class RedisUnavailableException(RedisFailure failure, Exception? inner = null)
    : Exception($"{failure.Headline}. {failure.Detail}", inner)
{
    public RedisFailure Failure => failure;

    /// <summary>Whether a command was sent whose reply never came. On the way there nothing is sent but what logs in.</summary>
    public bool MayHaveRun => failure.Stage is ConnectStage.Command;

    /// <summary>Nothing was tried since it was asked for: it is what a try said that had begun before.</summary>
    public bool IsRemembered { get; init; }
}
