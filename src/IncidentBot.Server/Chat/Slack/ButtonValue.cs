using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack;

/// <summary>What a button carries through Slack and back: the command it types and, where it may count only once, its key.</summary>
internal sealed record ButtonValue([property: JsonRequired] string Command, string? Once, bool? Form = null)
{
    public static string Write(CardButton button) =>
        JsonSerializer.Serialize(new ButtonValue(button.Command, button.OnceKey, button.Form is ButtonForm.None ? null : true), SlackJson.Options);

    /// <returns>Null when the value is not one of ours.</returns>
    public static ButtonValue? Read(string? value)
    {
        try
        {
            return value is not null && JsonSerializer.Deserialize<ButtonValue>(value, SlackJson.Options) is { Command.Length: > 0 } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
