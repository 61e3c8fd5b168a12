using System.Text.Json;

namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/methods/conversations.history.</summary>
/// <param name="Oldest">Messages after this time, in seconds.</param>
internal sealed record ReadHistory(string Channel, string Oldest, string? Cursor)
{
    public int Limit { get; } = HistoryPage.Size;
    public bool IncludeAllMetadata { get; } = true;
}

/// <summary>See https://docs.slack.dev/reference/methods/conversations.replies.</summary>
/// <param name="Ts">The message that the thread hangs on.</param>
internal sealed record ReadReplies(string Channel, string Ts, string? Cursor)
{
    public int Limit { get; init; } = HistoryPage.Size;

    /// <summary>Messages after this time, in seconds; null for all.</summary>
    public string? Oldest { get; init; }
    public bool IncludeAllMetadata { get; } = true;
}

internal static class HistoryPage
{
    /// <summary>Slack takes up to 999 and advises no more than this.</summary>
    public const int Size = 200;
}

internal sealed record HistoryMessage(string? Ts, string? User, MessageMetadata? Metadata, IReadOnlyList<HistoryFile>? Files);

internal sealed record HistoryFile(string? Name);

/// <summary>Data beside a message, for apps. See https://docs.slack.dev/messaging/message-metadata.</summary>
internal sealed record MessageMetadata(string? EventType, JsonElement? EventPayload)
{
    private const string Delivery = "incidentbot_delivery";
    private const string Id = "id";

    public static MessageMetadata Of(string deliveryId) =>
        new(Delivery, JsonSerializer.SerializeToElement(new Dictionary<string, string> { [Id] = deliveryId }));

    public bool IsOf(string deliveryId) =>
        EventType == Delivery && EventPayload is { ValueKind: JsonValueKind.Object } payload
        && payload.TryGetProperty(Id, out var id) && id.ValueKind == JsonValueKind.String && id.GetString() == deliveryId;
}
