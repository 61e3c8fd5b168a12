using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis.Peers;

/// <summary>What one of several servers answered. One that does not is an answer about the whole, so its trouble is a value too.</summary>
/// <param name="Trouble">Null when there is a value.</param>
internal sealed record NodeAnswer<T>(T? Value, string? Trouble, FailureClass? Class)
    where T : class
{
    /// <summary>What to change where the server is there and our settings do not fit it; null where it is the server that is in trouble.</summary>
    public string? Mend { get; init; }

    /// <summary>It let us in and answered PING, so it is there: this one reply took longer than is waited for.</summary>
    public bool IsLate { get; init; }

    public static async Task<NodeAnswer<T>> OfAsync(Func<Task<T>> ask)
    {
        try
        {
            return new NodeAnswer<T>(await ask(), null, null);
        }
        catch (RedisUnavailableException e)
        {
            var why = e.Failure.Class is FailureClass.TlsUntrusted ? $": {e.Failure.Detail.TrimEnd('.')}" : "";
            return new NodeAnswer<T>(null, e.Failure.Headline + why, e.Failure.Class)
            {
                IsLate = e.Failure is { Class: FailureClass.Hung, Stage: ConnectStage.Command },
            };
        }
        catch (RedisErrorException e)
        {
            return new NodeAnswer<T>(null, $"refuses: {e.Error.Message.TrimEnd('.')}", e.Class);
        }
        catch (InvalidDataException e)
        {
            return new NodeAnswer<T>(null, $"is not readable: {e.Message.TrimEnd('.')}", null);
        }
    }
}
