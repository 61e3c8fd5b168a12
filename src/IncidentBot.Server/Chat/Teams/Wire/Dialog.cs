using System.Text.Json;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>What <c>task/fetch</c> and <c>task/submit</c> are answered with. See https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots.</summary>
internal sealed record DialogReply(DialogTask Task)
{
    /// <summary>Shows a card, or shows it anew.</summary>
    public static DialogReply Show(string title, AdaptiveCard card) => new(new DialogTask("continue", new DialogContent(title, "medium", "medium", new OutgoingAttachment(card))));

    /// <summary>Closes the dialog with a word.</summary>
    public static DialogReply Say(string text) => new(new DialogTask("message", text));
}

internal sealed record DialogTask(string Type, object Value);

internal sealed record DialogContent(string Title, string Height, string Width, OutgoingAttachment Card);

/// <summary>The <c>value</c> of both: <c>{"data":{…},"context":{"theme":"default"}}</c>.</summary>
internal static class DialogValue
{
    public static JsonElement? DataOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object ? data : null;
}
