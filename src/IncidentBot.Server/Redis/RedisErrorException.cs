using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis;

/// <summary>An error reply where the caller asked for a value it cannot do without.</summary>
internal sealed class RedisErrorException(RespError error) : Exception(error.Message)
{
    public RespError Error => error;

    public FailureClass Class => error.Class;
}
