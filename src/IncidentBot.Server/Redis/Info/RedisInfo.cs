using System.Globalization;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Info;

/// <summary>
/// What INFO says, as it stands: sections of `name:value` lines. The typed facts are read from it; a field that this version or this
/// provider does not report is null, never zero.
/// </summary>
internal sealed class RedisInfo
{
    private readonly Dictionary<string, Dictionary<string, string>> sections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> all = new(StringComparer.Ordinal);

    private RedisInfo(string text)
    {
        var section = sections[""] = new(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith('#'))
            {
                var name = line.TrimStart('#', ' ').TrimEnd();
                section = sections.TryGetValue(name, out var known) ? known : sections[name] = new(StringComparer.Ordinal);
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                section[line[..colon]] = all[line[..colon]] = line[(colon + 1)..];
            }
        }
    }

    public ServerFacts Server => ServerFacts.From(this);

    public ClientFacts Clients => ClientFacts.From(this);

    public MemoryFacts Memory => MemoryFacts.From(this);

    public PersistenceFacts Persistence => PersistenceFacts.From(this);

    public StatsFacts Stats => StatsFacts.From(this);

    public ReplicationFacts Replication => ReplicationFacts.From(this);

    /// <summary>How often each error was replied since the start of the server, by its first word. Redis 6.2.</summary>
    public IReadOnlyDictionary<string, long> Errors => Section("Errorstats")
        .Where(pair => pair.Key.StartsWith("errorstat_", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key["errorstat_".Length..], pair => Parts(pair.Value).GetValueOrDefault("count"), StringComparer.Ordinal);

    /// <summary>A server without keys has the section too, an empty one.</summary>
    public bool ReportsKeys => sections.ContainsKey("Keyspace");

    /// <summary>What it is where it is not Redis itself.</summary>
    public ServerKind? Kind => ServerKind.Of(this);

    /// <summary>Whether it is a sentinel, which knows of servers and holds no data.</summary>
    public bool IsSentinel => Server.Mode == "sentinel";

    /// <summary>What of that on which a judgement rests is not in it.</summary>
    public IReadOnlyList<string> Unreported =>
    [
        .. new[]
        {
            (Server.Version is null, "version"), (!Memory.IsReported, "memory"), (Clients.Connected is null, "clients"),
            (!Persistence.IsReported, "persistence"), (Replication.Role is null, "role"),
        }.Where(one => one.Item1).Select(one => one.Item2),
    ];

    /// <param name="needed">Of the <see cref="Unreported"/> what a read rests on; all of it where none is named.</param>
    /// <returns>What to say that was not seen.</returns>
    public IReadOnlyList<string> Lacking(params IReadOnlyList<string> needed) =>
        Unreported.Where(one => needed.Count == 0 || needed.Contains(one)).ToList() is { Count: > 0 } lacking
            ? [$"INFO has no {string.Join(", ", lacking)}: {Reported.No}"]
            : [];

    public IReadOnlyList<DatabaseFacts> Keyspace =>
    [
        .. Section("Keyspace")
            .Where(pair => pair.Key.StartsWith("db", StringComparison.Ordinal) && int.TryParse(pair.Key.AsSpan(2), CultureInfo.InvariantCulture, out _))
            .Select(pair => (Number: int.Parse(pair.Key.AsSpan(2), CultureInfo.InvariantCulture), Parts: Parts(pair.Value)))
            .Select(db => new DatabaseFacts(db.Number, db.Parts.GetValueOrDefault("keys"), db.Parts.GetValueOrDefault("expires"))),
    ];

    public static RedisInfo Parse(string text) => new(text);

    /// <summary>`INFO everything`, or plain `INFO` where a server or proxy does not know that word.</summary>
    /// <exception cref="RedisErrorException">The server refuses INFO: no permission, or BUSY.</exception>
    public static async Task<RedisInfo> ReadAsync(IRedisSession session, CancellationToken ct)
    {
        var reply = await session.ExecuteAsync("INFO", ["everything"], ct);
        if (reply.AsError is not null || string.IsNullOrWhiteSpace(reply.AsString()))
        {
            reply = await session.ExecuteAsync("INFO", [], ct);
        }

        return Parse(reply.AsString() ?? "");
    }

    /// <inheritdoc cref="ReadAsync(IRedisSession, CancellationToken)"/>
    /// <exception cref="RedisUnavailableException">No reply.</exception>
    public static Task<RedisInfo> ReadAsync(RedisTarget target, CancellationToken ct) => target.UseAsync(session => ReadAsync(session, ct), ct);

    /// <summary>A section as it stands, `commandstats` for example; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Section(string name) =>
        sections.TryGetValue(name, out var section) ? section : new Dictionary<string, string>();

    public string? Text(string field) => all.GetValueOrDefault(field);

    public long? Number(string field) =>
        long.TryParse(Text(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A number of things or bytes; null for one below zero, which some servers write for what they do not count.</summary>
    public long? Count(string field) => Number(field) is >= 0 and var count ? count : null;

    public double? Fraction(string field) =>
        double.TryParse(Text(field), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public bool? Flag(string field) => Number(field) is { } number ? number != 0 : null;

    public TimeSpan? Seconds(string field) => Times.Seconds(Number(field));

    // `keys=3,expires=1,avg_ttl=0` and `count=5`.
    private static Dictionary<string, long> Parts(string value) => value.Split(',')
        .Select(part => part.Split('=', 2))
        .Where(part => part.Length == 2 && long.TryParse(part[1], CultureInfo.InvariantCulture, out _))
        .GroupBy(part => part[0], StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => long.Parse(group.Last()[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
