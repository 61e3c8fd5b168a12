using System.Globalization;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Info;

/// <summary>One line of CLIENT LIST. Fields that this version does not report are null.</summary>
internal sealed record ClientEntry(
    long Id, string Address, string Name, string User, string Command, string Flags, TimeSpan? Age, TimeSpan? Idle, int? Database,
    long? Subscriptions, long? Multi, long? OutputBytes, long? TotalBytes)
{
    public string Host => Address.LastIndexOf(':') is var colon and > 0 ? Address[..colon] : Address;

    public static ClientEntry? Parse(string line)
    {
        var fields = line.Split(' ').Select(field => field.Split('=', 2)).Where(field => field.Length == 2)
            .GroupBy(field => field[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal);
        return Number("id") is not { } id ? null : new ClientEntry(
            id, Text("addr"), Text("name"), Text("user"), Text("cmd"), Text("flags"), Seconds("age"), Seconds("idle"), (int?)Number("db"),
            Number("sub") + Number("psub") + (Number("ssub") ?? 0), Number("multi"), Number("omem"), Number("tot-mem"));

        string Text(string name) => fields.GetValueOrDefault(name) ?? "";

        long? Number(string name) =>
            long.TryParse(fields.GetValueOrDefault(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

        TimeSpan? Seconds(string name) => Times.Seconds(Number(name));
    }
}

/// <summary>Clients that look alike: the same name, or without one the same host.</summary>
/// <param name="Blocked">How many wait in a command such as BLPOP.</param>
/// <param name="Command">The last one of most of them.</param>
internal sealed record ClientGroup(
    string Who, int Count, int IdleOverFiveMinutes, TimeSpan LongestIdle, TimeSpan MedianIdle, int Blocked, string Command, long Bytes);

internal sealed record ClientList(IReadOnlyList<ClientEntry> Clients)
{
    private static readonly TimeSpan LongIdle = TimeSpan.FromMinutes(5);

    public IReadOnlyList<ClientGroup> Groups =>
    [
        .. Clients
            .GroupBy(client => client.Name.Length > 0 ? $"name {client.Name}" : $"host {client.Host}", StringComparer.Ordinal)
            .Select(group => new ClientGroup(
                group.Key,
                group.Count(),
                group.Count(client => client.Idle >= LongIdle),
                group.Max(client => client.Idle ?? TimeSpan.Zero),
                group.Select(client => client.Idle ?? TimeSpan.Zero).Order().ElementAt(group.Count() / 2),
                group.Count(client => client.Flags.Contains('b', StringComparison.Ordinal)),
                group.GroupBy(client => client.Command, StringComparer.Ordinal).MaxBy(command => command.Count())!.Key,
                group.Sum(client => client.TotalBytes ?? client.OutputBytes ?? 0)))
            .OrderByDescending(group => group.Count)
            .ThenBy(group => group.Who, StringComparer.Ordinal),
    ];

    public static ClientList Parse(string text) =>
        new([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ClientEntry.Parse(line.TrimEnd('\r'))).OfType<ClientEntry>()]);

    /// <exception cref="RedisErrorException">The server refuses CLIENT LIST.</exception>
    /// <exception cref="InvalidDataException">The reply is no list of clients.</exception>
    public static async Task<ClientList> ReadAsync(IRedisSession session, CancellationToken ct) => Of(await session.ExecuteAsync("CLIENT", ["LIST"], ct));

    /// <summary>Whoever asks is a client too, so a list without any says nothing.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static ClientList Of(RespValue reply) => Parse(reply.AsString() ?? "") is { Clients.Count: > 0 } list
        ? list
        : throw new InvalidDataException("Redis replied to CLIENT LIST with no client, and we are one.");
}
