using System.Diagnostics;
using System.Text.Json;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;
using Microsoft.Bot.Schema.Teams;

namespace IncidentBot.Chat.Teams;

/// <summary>Draws a form as the card of a dialog, and reads what somebody entered there.</summary>
internal static class FormDialog
{
    private const string Ticked = "yes";

    /// <param name="about">What the form shows above its fields, drawn.</param>
    /// <param name="entered">What stands in the fields, by their keys.</param>
    /// <param name="faults">What is wrong with it, by the keys of the fields.</param>
    public static TaskModuleResponse Show(
        Form form,
        IReadOnlyList<CardElement> about,
        DialogData asked,
        IReadOnlyDictionary<string, string> entered,
        IReadOnlyDictionary<string, string> faults)
    {
        // Its own once-key makes a second click on the same form do nothing.
        var carried = new DialogData(DialogData.Form, asked.Subject, asked.Once ?? $"form:{Guid.NewGuid():N}");
        var send = new CardAction.Submit(AdaptiveCardButtons.Title(form.Submit), carried) { Style = AdaptiveCardButtons.Style(ButtonStyle.Primary) };
        IReadOnlyList<CardElement> body =
        [
            .. about,
            .. form.Fields.SelectMany(field => Field(field, entered.GetValueOrDefault(field.Key), faults.GetValueOrDefault(field.Key))),
        ];
        return DialogReply.Show(TeamsText.Plain(form.Title, TeamsLimits.ButtonTitle), new AdaptiveCard(body, [send]));
    }

    public static Dictionary<string, string> Entered(Form form, JsonElement data) =>
        form.Fields.ToDictionary(field => field.Key, field => Value(data, field) ?? "");

    private static IEnumerable<CardElement> Field(FormField field, string? entered, string? fault)
    {
        if (fault is not null)
        {
            yield return new CardElement.RichText([new TextRun(fault) { Color = "Attention", Weight = "Bolder" }]);
        }

        yield return Input(field, entered);
        if (field.Hint is { } hint)
        {
            yield return AdaptiveCards.Small(TeamsText.Plain(hint, TeamsLimits.Footnote));
        }
    }

    private static CardElement Input(FormField field, string? entered) => field switch
    {
        FormField.Text text => new CardElement.TextInput(text.Key, Label(text))
        {
            IsMultiline = text.Multiline ? true : null,
            MaxLength = text.Longest,
            IsRequired = text.Optional ? null : true,
            ErrorMessage = text.WhenMissing,
            Value = entered is { Length: > 0 } ? entered : null,
        },
        FormField.Choice choice => new CardElement.ChoiceInput(
            choice.Key,
            Label(choice),
            [.. choice.Options.Select(option => new InputChoice(TeamsText.Plain(option.Label, TeamsLimits.Label), option.Value))],
            Chosen(choice, entered)),
        FormField.Tick tick => new CardElement.ToggleInput(tick.Key, Label(tick), tick.Statement, Ticked)
        {
            Value = entered == Ticked ? Ticked : null,
            IsRequired = tick.Optional ? null : true,
            ErrorMessage = tick.WhenMissing,
        },
        _ => throw new UnreachableException(),
    };

    private static string Label(FormField field) => TeamsText.Plain(field.Label, TeamsLimits.Title);

    private static string Chosen(FormField.Choice choice, string? entered) =>
        choice.Options.Any(option => option.Value == entered) ? entered! : choice.Options[0].Value;

    private static string? Value(JsonElement data, FormField field) =>
        !data.TryGetProperty(field.Key, out var value) || value.ValueKind is not JsonValueKind.String ? null
        : field is FormField.Tick ? value.ValueEquals(Ticked) ? Ticked : null
        : value.GetString();
}
