using System.Globalization;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Info;

/// <summary>One entry of https://redis.io/docs/latest/commands/acl-log/: what a user was refused, and how often.</summary>
/// <param name="Reason"><c>command</c>, <c>key</c>, <c>channel</c> or <c>auth</c>.</param>
/// <param name="Object">The command, the key or the channel; at <c>auth</c> the command that brought the password.</param>
/// <param name="Age">Since the last time.</param>
/// <param name="Client">As in CLIENT LIST.</param>
internal sealed record RefusedUse(long Count, string Reason, string Object, string User, TimeSpan Age, string Client)
{
    /// <exception cref="RedisErrorException">The reply is a refusal.</exception>
    public static IReadOnlyList<RefusedUse> Parse(RespValue reply) => [.. reply.AsItems().Select(Read)];

    private static RefusedUse Read(RespValue entry)
    {
        var items = entry.AsItems();
        var fields = new Dictionary<string, RespValue>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < items.Count; i += 2)
        {
            fields[items[i].AsString() ?? ""] = items[i + 1];
        }

        return new RefusedUse(
            fields.GetValueOrDefault("count")?.AsLong() ?? 0,
            Text("reason"),
            Text("object"),
            Text("username"),
            double.TryParse(Text("age-seconds"), NumberStyles.Float, CultureInfo.InvariantCulture, out var age) && double.IsFinite(age)
                ? Times.Seconds((long)age) ?? TimeSpan.MaxValue
                : TimeSpan.MaxValue,
            Text("client-info"));

        string Text(string name) => fields.GetValueOrDefault(name)?.AsString() ?? "";
    }
}
