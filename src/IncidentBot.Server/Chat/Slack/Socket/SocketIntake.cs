using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Chat.Slack.Socket;

/// <summary>
/// Hands an envelope to the same intake that HTTP requests go to. The inbox key is the trigger_id or event_id inside, not
/// the envelope_id: it is the same in every envelope of one request and also when HTTP brings it.
/// </summary>
internal sealed partial class SocketIntake(SlackIntake intake, SlackEvents events, ILogger<SocketIntake> logger)
{
    /// <returns>Null when it was not stored, so that it must not be acknowledged.</returns>
    public async Task<SocketAck?> TakeAsync(SocketMessage envelope, CancellationToken ct)
    {
        switch (await ReceiveAsync(envelope, ct))
        {
            case SlackAck.Done done:
                return new SocketAck(envelope.EnvelopeId!, envelope.AcceptsResponsePayload ? done.Body : null);

            case SlackAck.NotStored:
                return null;

            default:
                // Sent again it would make no more sense.
                LogMalformed(envelope.Type!);
                return new SocketAck(envelope.EnvelopeId!, null);
        }
    }

    private Task<SlackAck> ReceiveAsync(SocketMessage envelope, CancellationToken ct) => envelope switch
    {
        { Payload.ValueKind: not JsonValueKind.Object } => Task.FromResult<SlackAck>(new SlackAck.Malformed("The payload is not an object.")),
        { Type: "slash_commands" } => intake.CommandAsync(Fields(envelope.Payload), ct),
        { Type: "interactive" } => intake.InteractionAsync(new Dictionary<string, StringValues> { ["payload"] = envelope.Payload.GetRawText() }, ct),
        { Type: "events_api" } => events.ReceiveAsync(Encoding.UTF8.GetBytes(envelope.Payload.GetRawText()), ct),
        _ => Task.FromResult<SlackAck>(new SlackAck.Malformed("Nobody asked for envelopes of this type.")),
    };

    /// <summary>The fields have the names that they have in a form.</summary>
    private static Dictionary<string, StringValues> Fields(JsonElement payload) => payload.EnumerateObject()
        .Where(field => field.Value.ValueKind == JsonValueKind.String)
        .DistinctBy(field => field.Name)
        .ToDictionary(field => field.Name, field => new StringValues(Text(field.Value)));

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: text that no one can have typed.
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack sent a socket envelope of the type {Type} that makes no sense")]
    private partial void LogMalformed(string type);
}
