using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// Who is connected, by the names that connections give themselves: a worker of RQ gives its own. Its entry outlives a killed worker by
/// minutes; its connection does not.
/// </summary>
/// <param name="Names">Null where the server does not say.</param>
internal sealed record RqConnections(IReadOnlySet<string>? Names, string? Refusal)
{
    public static async Task<RqConnections> ReadAsync(IRedisSession session, CancellationToken ct)
    {
        var reply = await session.ExecuteAsync("CLIENT", ["LIST"], ct);
        return reply.AsError is { } error && error.Class.IsNoOutage()
            ? new RqConnections(null, $"Whether workers are connected is not known, CLIENT LIST is refused: {error.Message}")
            : new RqConnections(ClientList.Parse(reply.AsString() ?? "").Clients.Select(client => client.Name).ToHashSet(StringComparer.Ordinal), null);
    }

    /// <returns>Null where that cannot be told: the server does not say, or the worker could not give its name.</returns>
    public bool? Has(RqWorker worker) => Names is null || worker.CouldNotSayItsName ? null : Names.Contains(worker.Name);
}
