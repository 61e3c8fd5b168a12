using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// Who is connected, by the names that connections give themselves: a worker of RQ gives its own. Its entry outlives a killed worker by
/// minutes; its connection does not.
/// </summary>
/// <param name="Names">Null where the server does not say.</param>
/// <param name="NamelessHosts">From where somebody waits for jobs without a name: a worker that had to connect again has lost its own.</param>
internal sealed record RqConnections(IReadOnlySet<string>? Names, IReadOnlySet<string> NamelessHosts, string? Refusal)
{
    private static readonly string[] Waiting = ["blpop", "brpop", "blmove", "brpoplpush", "subscribe"];

    public static async Task<RqConnections> ReadAsync(IRedisSession session, CancellationToken ct)
    {
        try
        {
            return Of((await ClientList.ReadAsync(session, ct)).Clients);
        }
        catch (RedisErrorException e) when (e.Class.IsNoOutage())
        {
            return NotKnown($"CLIENT LIST is refused: {e.Error.Message}");
        }
        catch (InvalidDataException e)
        {
            return NotKnown($"CLIENT LIST is not readable: {e.Message}");
        }
    }

    private static RqConnections NotKnown(string why) => new(null, new HashSet<string>(), $"Whether workers are connected is not known, {why}");

    private static RqConnections Of(IReadOnlyList<ClientEntry> clients) => new(
        clients.Select(client => client.Name).ToHashSet(StringComparer.Ordinal),
        clients.Where(client => client.Name.Length == 0 && Waiting.Contains(client.Command)).Select(client => client.Host).ToHashSet(StringComparer.Ordinal),
        null);

    /// <returns>Null where that cannot be told: the server does not say, or the worker could not give its name.</returns>
    public bool? Has(RqWorker worker) => Names is null || worker.CouldNotSayItsName ? null
        : Names.Contains(worker.Name) ? true
        : worker.ConnectsFrom is { } host && NamelessHosts.Contains(host) ? null : false;
}
