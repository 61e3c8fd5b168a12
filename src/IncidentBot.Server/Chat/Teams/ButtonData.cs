using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Teams;

/// <summary>What a button carries through Teams and back: the command it types and, where it may count only once, its key.</summary>
internal sealed record ButtonData([property: JsonRequired] string Command, string? Once)
{
    public static ButtonData Of(CardButton button) => new(button.Command, button.OnceKey);

    /// <returns>Null when the data is not ours.</returns>
    public static ButtonData? Read(JsonElement? data)
    {
        try
        {
            return data is { ValueKind: JsonValueKind.Object } given && given.Deserialize<ButtonData>(TeamsJson.Options) is { Command.Length: > 0 } read
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
