using System.Globalization;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Info;

/// <summary>
/// One entry of https://redis.io/docs/latest/commands/slowlog-get/. Values are people's data, so only names and the first argument,
/// which mostly is the key, are kept.
/// </summary>
/// <param name="Took">How long the command held everybody up.</param>
/// <param name="Client">Address and port of who sent it; empty before Redis 4.</param>
/// <param name="ClientName">As CLIENT SETNAME gave it.</param>
internal sealed record SlowEntry(DateTimeOffset At, TimeSpan Took, string Name, string Command, string Client, string ClientName)
{
    private const int LongestArgument = 48;

    /// <exception cref="RedisErrorException">The reply is a refusal.</exception>
    public static IReadOnlyList<SlowEntry> Parse(RespValue reply) => [.. reply.AsItems().Select(Read).OfType<SlowEntry>()];

    private static SlowEntry? Read(RespValue entry)
    {
        var fields = entry.AsItems();
        return fields is [_, var at, var microseconds, var command, ..] && at.AsLong() is { } seconds && microseconds.AsLong() is { } took
            ? new SlowEntry(
                DateTimeOffset.FromUnixTimeSeconds(seconds),
                TimeSpan.FromMicroseconds(took),
                (command.AsItems().Select(word => word.AsString()).FirstOrDefault() ?? "?").ToUpperInvariant(),
                Words(command.AsItems()),
                fields.Skip(4).Select(field => field.AsString()).FirstOrDefault() ?? "",
                fields.Skip(5).Select(field => field.AsString()).FirstOrDefault() ?? "")
            : null;
    }

    private static string Words(IReadOnlyList<RespValue> command)
    {
        // A script has line ends, and a key can be any bytes.
        var first = string.Join(' ', command.Take(2).Select(word => string.Concat((word.AsString() ?? "?").Select(c => char.IsControl(c) ? ' ' : c))));
        return (first.Length > LongestArgument ? first[..LongestArgument] + "…" : first) + (command.Count > 2 ? $" (+{command.Count - 2})" : "");
    }
}
