using System.Globalization;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Clients;

/// <summary>Who has been idle for so long, and who of them may be closed.</summary>
internal sealed record IdleClients(ClientList Closable, IReadOnlyList<(string Why, int Count)> Kept, int Connected)
{
    /// <exception cref="RedisErrorException">The server refuses CLIENT LIST.</exception>
    public static async Task<IdleClients> ReadAsync(IRedisSession session, TimeSpan age, CancellationToken ct)
    {
        var own = await OwnIdAsync(session, ct);
        var all = (await ClientList.ReadAsync(session, ct)).Clients;
        var idle = all.Where(client => client.Idle >= age).ToLookup(client => WhyKept(client, own));
        return new IdleClients(
            new ClientList([.. idle[null].OrderByDescending(client => client.Idle)]),
            [.. idle.Where(group => group.Key is not null).Select(group => (group.Key!, group.Count())).OrderByDescending(group => group.Item2)],
            all.Count);
    }

    /// <summary>Those of a batch that are still who they were, still idle, and still may be closed.</summary>
    public static async Task<IReadOnlyList<ClientEntry>> StillIdleAsync(
        IRedisSession session,
        IReadOnlyCollection<ClientEntry> batch,
        TimeSpan age,
        CancellationToken ct)
    {
        var reply = await session.ExecuteAsync("CLIENT", ["LIST", "ID", .. batch.Select(client => (RedisArgument)client.Id)], ct);

        // CLIENT LIST ID is Redis 6.2.
        var list = reply.AsError is null ? ClientList.Parse(reply.AsString() ?? "") : await ClientList.ReadAsync(session, ct);
        var known = batch.ToDictionary(client => client.Id, client => client.Address);
        var own = await OwnIdAsync(session, ct);
        return [.. list.Clients.Where(client => known.GetValueOrDefault(client.Id) == client.Address && client.Idle >= age && WhyKept(client, own) is null)];
    }

    public IEnumerable<string> Lines(int most) =>
    [
        .. Closable.Groups.Take(most)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count,6:N0}  {group.Who}, longest {Duration.Words(group.LongestIdle)}")),
        .. Closable.Groups.Count > most ? [$"        … {Closable.Groups.Count - most} more groups"] : Array.Empty<string>(),
    ];

    public string KeptInWords =>
        Kept.Count == 0 ? "none that is idle must stay" : string.Join(", ", Kept.Select(group => $"{Figures.Count(group.Count)} {group.Why.Split(':')[0]}"));

    // A user without CLIENT SETNAME leaves our own connection without its name.
    private static async Task<long?> OwnIdAsync(IRedisSession session, CancellationToken ct) =>
        await session.ExecuteAsync("CLIENT", ["ID"], ct) is Wire.RespValue.Integer id ? id.Value : null;

    private static string? WhyKept(ClientEntry client, long? own) => client.Id == own ? "the bot itself" : ClientProtection.Of(client);
}
