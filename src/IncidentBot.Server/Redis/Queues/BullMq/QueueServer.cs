using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>What all queues of a server share: its clock and who is connected. Read once, however many queues are looked at.</summary>
/// <param name="Clients">Null where the server does not say.</param>
/// <param name="Refusal">Why it does not.</param>
internal sealed record QueueServer(DateTimeOffset At, ClientList? Clients, string? Refusal)
{
    public static async Task<QueueServer> ReadAsync(IRedisSession session, CancellationToken ct)
    {
        var replies = await session.PipelineAsync([RedisCommand.Of("TIME"), RedisCommand.Of("CLIENT", "LIST")], ct);
        var (clients, refusal) = ClientsOf(replies[1]);
        return new QueueServer(ServerTime.Parse(replies[0]), clients, refusal);
    }

    private static (ClientList? Clients, string? Refusal) ClientsOf(RespValue reply)
    {
        try
        {
            return (ClientList.Of(reply), null);
        }
        catch (RedisErrorException e)
        {
            return (null, $"CLIENT LIST is refused: {e.Error.Message}");
        }
        catch (InvalidDataException e)
        {
            return (null, $"CLIENT LIST is not readable: {e.Message}");
        }
    }

    /// <summary>Connections that call themselves a worker of this queue.</summary>
    public int? WorkersOf(QueueKeys keys) => Clients?.Clients.Count(client => keys.IsWorker(client.Name));

    /// <summary>
    /// Connections that wait as BullMQ's workers do and say no name, as where CLIENT SETNAME is refused. Which queue they wait
    /// for cannot be seen.
    /// </summary>
    public int Nameless => Clients?.Clients.Count(client => client.Name.Length == 0 && client.Command is ("bzpopmin" or "brpoplpush")) ?? 0;
}
