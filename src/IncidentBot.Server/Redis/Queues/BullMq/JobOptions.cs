using System.Text.Json;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>What a job was added with: its field <c>opts</c>.</summary>
internal static class JobOptions
{
    /// <summary>In milliseconds; 0 where it has none.</summary>
    public static long Delay(string? options) =>
        Find(options, "delay") is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var delay) && delay > 0 ? delay : 0;

    /// <summary>The job says itself how long it is kept when it went well. A worker may say so too, which Redis does not show.</summary>
    public static bool SaysHowLongItIsKept(string? options) =>
        Find(options, "removeOnComplete") is { ValueKind: not (JsonValueKind.False or JsonValueKind.Null) };

    private static JsonElement? Find(string? options, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(options ?? "{}");
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) ? value.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
