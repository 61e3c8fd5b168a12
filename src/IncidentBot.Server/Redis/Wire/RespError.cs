using IncidentBot.Redis.Diagnoses;

namespace IncidentBot.Redis.Wire;

/// <summary>An error reply without its leading dash.</summary>
internal sealed record RespError(string Message)
{
    public string Code => RedisErrors.Code(Message);

    public FailureClass Class => RedisErrors.Classify(Message);
}
