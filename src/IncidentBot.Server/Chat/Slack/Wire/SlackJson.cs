using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Chat.Slack.Wire;

internal static class SlackJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Sent as application/json and never put into a page; escapes would only eat into Slack's length limits.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
