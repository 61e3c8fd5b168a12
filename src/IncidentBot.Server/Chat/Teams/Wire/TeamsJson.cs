using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Chat.Teams.Wire;

internal static class TeamsJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Numbers are not written as strings anywhere in the protocol.
        NumberHandling = JsonNumberHandling.Strict,

        // Sent as application/json and never put into a page; escapes would only eat into the size limit.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
