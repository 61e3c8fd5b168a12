using System.Text.Json;
using IncidentBot.Chat.Teams.Wire;

namespace IncidentBot.Chat.Teams;

/// <summary>What the forms have in common.</summary>
internal static class FormFields
{
    /// <param name="carried">Comes back with what is entered; its once-key makes a second click on the same form do nothing.</param>
    public static AdaptiveCard Card(IReadOnlyList<CardElement> body, string button, DialogData carried) =>
        new(body, [new CardAction.Submit(button, carried with { Once = $"form:{Guid.NewGuid():N}" }) { Style = AdaptiveCardButtons.Style(Messages.ButtonStyle.Primary) }]);

    public static IEnumerable<CardElement> Fault(string? fault) =>
        fault is null ? [] : [new CardElement.RichText([new TextRun(fault) { Color = "Attention", Weight = "Bolder" }])];

    /// <summary>On one line, because a command is one.</summary>
    public static string Text(JsonElement data, string id) =>
        data.TryGetProperty(id, out var value) && value.ValueKind is JsonValueKind.String
            ? string.Join(' ', value.GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : "";
}
