using System.Text.Json;
using IncidentBot.Chat.Slack.Wire;

namespace IncidentBot.Chat.Slack.Socket;

/// <summary>What Slack sends down a socket. See https://docs.slack.dev/apis/events-api/using-socket-mode.</summary>
internal sealed record SocketMessage
{
    public const string Hello = "hello";
    public const string Disconnect = "disconnect";

    public string? Type { get; init; }

    /// <summary>Of a <see cref="Disconnect"/>; see <see cref="DisconnectReason"/>.</summary>
    public string? Reason { get; init; }
    public string? EnvelopeId { get; init; }
    public JsonElement Payload { get; init; }
    public bool AcceptsResponsePayload { get; init; }

    /// <returns>Null when it is not one.</returns>
    public static SocketMessage? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<SocketMessage>(json, SlackJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal static class DisconnectReason
{
    /// <summary>The socket closes within seconds.</summary>
    public const string Warning = "warning";
    public const string RefreshRequested = "refresh_requested";

    /// <summary>Ten are open already; this one is not wanted.</summary>
    public const string TooManySockets = "too_many_websockets";

    /// <summary>Somebody switched Socket Mode off.</summary>
    public const string LinkDisabled = "link_disabled";

    /// <summary>Not Slack's word: the socket is gone without one.</summary>
    public const string Lost = "lost";
}

/// <summary>What goes back up. The payload is what the answer to a POST would have held.</summary>
internal sealed record SocketAck(string EnvelopeId, object? Payload);
