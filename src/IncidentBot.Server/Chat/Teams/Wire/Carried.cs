using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>
/// What a button or a dialog of ours carries, out of the value of an activity. It is our own and not Microsoft's, and is
/// read as it was written.
/// </summary>
internal static class Carried
{
    /// <summary>By an <c>Action.Submit</c>: the value is the data.</summary>
    public static JsonElement? ByMessage(object? value) => Element(value as JObject);

    /// <summary>By an <c>Action.Execute</c>: <c>{"action":{"type":"Action.Execute","verb":…,"data":{…}},"trigger":"manual"}</c>.</summary>
    public static JsonElement? ByAction(object? value) => Element(((value as JObject)?["action"] as JObject)?["data"] as JObject);

    /// <summary>By a dialog: <c>{"data":{…},"context":{"theme":"default"}}</c>.</summary>
    public static JsonElement? ByDialog(object? value) => Element((value as JObject)?["data"] as JObject);

    private static JsonElement? Element(JObject? data) =>
        data is null ? null : System.Text.Json.JsonSerializer.Deserialize<JsonElement>(data.ToString(Formatting.None));
}
