using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Teams;

/// <summary>What a button carries that opens a dialog, and what the dialog carries back beside what was entered.</summary>
/// <param name="Dialog">Which kind.</param>
/// <param name="Subject">The command that is asked about, as the button would type it.</param>
/// <param name="Once">See <see cref="CardButton.OnceKey"/>.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Label">What the button said.</param>
/// <param name="Yes">See <see cref="CardButton.Yes"/>.</param>
/// <param name="No">See <see cref="CardButton.No"/>.</param>
internal sealed record DialogData(
    [property: JsonRequired] string Dialog,
    [property: JsonRequired] string Subject,
    string? Once = null,
    string? Question = null,
    string? Label = null,
    string? Yes = null,
    string? No = null)
{
    /// <summary>A question before the command counts.</summary>
    public const string Confirm = "confirm";

    /// <summary>The form of the command.</summary>
    public const string Form = "form";

    /// <summary>Tells Teams to ask the bot for a dialog; left out of what the dialog sends back.</summary>
    [JsonPropertyName("msteams")]
    public DialogFetch? Teams { get; init; }

    public static DialogData Confirming(CardButton button, string question) =>
        new(Confirm, button.Command, button.OnceKey, question, button.Label, button.Yes, button.No) { Teams = DialogFetch.Task };

    public static DialogData Filling(CardButton button) => new(Form, button.Command, button.OnceKey) { Teams = DialogFetch.Task };

    /// <returns>Null when the data is not ours.</returns>
    public static DialogData? Read(JsonElement? data)
    {
        try
        {
            return data is { ValueKind: JsonValueKind.Object } given
                && given.Deserialize<DialogData>(TeamsJson.Options) is { Dialog: Confirm or Form, Subject.Length: > 0 } read
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record DialogFetch(string Type)
{
    public static readonly DialogFetch Task = new("task/fetch");
}
