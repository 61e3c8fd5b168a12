using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Peers;

/// <summary>A reply of names and values in turn.</summary>
internal static class ReplyFields
{
    public static IReadOnlyDictionary<string, string> Of(RespValue reply) => reply.AsItems().Chunk(2).Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0].AsString() ?? "", pair => pair[1].AsString() ?? "", StringComparer.Ordinal);

    public static long? Number(this IReadOnlyDictionary<string, string> fields, string name) =>
        long.TryParse(fields.GetValueOrDefault(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
