using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Older versions keep other types under the same names; that is no reason to show nothing.</summary>
internal static class Replies
{
    public static IReadOnlyList<RespValue> Items(RespValue reply) => IsWrongType(reply) ? [] : reply.AsItems();

    public static long Count(RespValue reply) => IsWrongType(reply) ? 0 : reply.AsLong() ?? 0;

    public static List<string> Texts(RespValue reply) => [.. Items(reply).Select(id => id.AsString()).OfType<string>()];

    private static bool IsWrongType(RespValue reply) => reply.AsError?.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal) == true;
}
