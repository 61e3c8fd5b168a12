using System.Text.Json;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>The <c>value</c> of an <c>adaptiveCard/action</c>: <c>{"action":{"type":"Action.Execute","verb":…,"data":{…}},"trigger":"manual"}</c>.</summary>
internal static class PressedAction
{
    public static JsonElement? DataOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } given
        && given.TryGetProperty("action", out var action) && action.ValueKind is JsonValueKind.Object
        && action.TryGetProperty("data", out var data)
            ? data
            : null;
}
