using System.Globalization;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Info;

/// <summary>
/// One entry of https://redis.io/docs/latest/commands/slowlog-get/. Values, scripts and whole keys are people's data, so only the name, and
/// of a key its group, are kept.
/// </summary>
/// <param name="Took">How long the command held everybody up.</param>
/// <param name="Client">Address and port of who sent it; empty before Redis 4.</param>
/// <param name="ClientName">As CLIENT SETNAME gave it.</param>
internal sealed record SlowEntry(DateTimeOffset At, TimeSpan Took, string Name, string Command, string Client, string ClientName)
{
    private const int LongestWords = 200;

    /// <summary>Its first two words, which are the key or the script; for whoever may read other people's data.</summary>
    public string Whole { get; private init; } = "";

    /// <exception cref="RedisErrorException">The reply is a refusal.</exception>
    public static IReadOnlyList<SlowEntry> Parse(RespValue reply) => [.. reply.AsItems().Select(Read).OfType<SlowEntry>()];

    private static SlowEntry? Read(RespValue entry)
    {
        var fields = entry.AsItems();
        return fields is [_, var at, var microseconds, var command, ..]
            && Times.AtSeconds(at.AsLong()) is { } since
            && Times.Microseconds(microseconds.AsLong()) is { } took
            ? new SlowEntry(
                since,
                took,
                (command.AsItems().Select(word => word.AsString()).FirstOrDefault() ?? "?").ToUpperInvariant(),
                ShownCommand.Of([.. command.AsItems().Select(word => word.AsString() ?? "?")]),
                fields.Skip(4).Select(field => field.AsString()).FirstOrDefault() ?? "",
                fields.Skip(5).Select(field => field.AsString()).FirstOrDefault() ?? "")
            {
                Whole = OneLine.Of(string.Join(' ', command.AsItems().Take(2).Select(word => word.AsString() ?? "?")), LongestWords),
            }
            : null;
    }
}
