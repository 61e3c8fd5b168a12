using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>What all queues of a server share: its clock and who is connected. Read once, however many queues are looked at.</summary>
/// <param name="Clients">Null where the server does not say.</param>
internal sealed record QueueServer(DateTimeOffset At, ClientList? Clients)
{
    public static async Task<QueueServer> ReadAsync(IRedisSession session, CancellationToken ct)
    {
        var replies = await session.PipelineAsync([RedisCommand.Of("TIME"), RedisCommand.Of("CLIENT", "LIST")], ct);
        return new QueueServer(ServerTime.Parse(replies[0]), replies[1].AsError is null ? ClientList.Parse(replies[1].AsString() ?? "") : null);
    }

    /// <summary>Connections that call themselves a worker of this queue.</summary>
    public int? WorkersOf(QueueKeys keys) => Clients?.Clients.Count(client => keys.IsWorker(client.Name));

    /// <summary>
    /// Connections that wait as BullMQ's workers do and say no name, as where CLIENT SETNAME is refused. Which queue they wait
    /// for cannot be seen.
    /// </summary>
    public int Nameless => Clients?.Clients.Count(client => client.Name.Length == 0 && client.Command is ("bzpopmin" or "brpoplpush")) ?? 0;
}
