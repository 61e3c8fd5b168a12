using System.Text.Json;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack.Views;

/// <summary>What somebody filled in, read back as the command that it types.</summary>
internal static class SlackSubmission
{
    /// <returns>Null when the view is not one of ours.</returns>
    public static (FormOrigin Origin, FormReading Reading)? Read(InteractionView? view) => FormOrigin.Read(view?.PrivateMetadata) is { } carried
        ? (carried.Origin, carried.Form.Read(Values(view!)))
        : null;

    private static Dictionary<string, string> Values(InteractionView view)
    {
        var values = new Dictionary<string, string>();
        foreach (var (block, actions) in view.State?.Values ?? new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>())
        {
            foreach (var element in actions.Values)
            {
                // As it was typed: unlike a message, a field arrives without entities.
                values[block] = Value(element) ?? "";
            }
        }

        return values;
    }

    private static string? Value(JsonElement element) => Text(element, "type") switch
    {
        "plain_text_input" => Text(element, "value"),
        "static_select" => element.TryGetProperty("selected_option", out var option) && option.ValueKind is JsonValueKind.Object ? Text(option, "value") : null,
        "checkboxes" => element.TryGetProperty("selected_options", out var options)
            && options.ValueKind is JsonValueKind.Array
            && options.GetArrayLength() > 0
            ? "yes"
            : null,
        _ => null,
    };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
