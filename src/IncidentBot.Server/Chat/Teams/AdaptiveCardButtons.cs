using System.Globalization;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Teams;

internal static class AdaptiveCardButtons
{
    /// <param name="shown">How many are seen without a click.</param>
    /// <returns>The buttons, and how many there was no room for.</returns>
    public static (IReadOnlyList<CardAction> Actions, int Left) Render(IReadOnlyList<CardButton> buttons, int shown, Omissions omitted)
    {
        var length = 0;
        List<CardAction> drawn = [.. buttons
            .Where(button => button.Command.Length <= TeamsLimits.Command && (button.OnceKey?.Length ?? 0) <= TeamsLimits.Command)
            .Select(button => Button(button, omitted))
            .TakeWhile(action => (length += AdaptiveCards.Length([action])) <= TeamsLimits.ButtonsCharacters)
            .Take(shown - 1 + TeamsLimits.ButtonsBehindMore)];
        var left = Math.Max(0, buttons.Count - drawn.Count);
        if (drawn.Count <= shown)
        {
            return (drawn, left);
        }

        var more = new CardAction.ShowCard(
            string.Create(CultureInfo.InvariantCulture, $"More ({drawn.Count - shown + 1})"),
            new AdaptiveCard([AdaptiveCards.Plain("More buttons")], drawn[(shown - 1)..]));
        return ([.. drawn[..(shown - 1)], more], left);
    }

    private static CardAction Button(CardButton button, Omissions omitted)
    {
        var title = Title(button.Label, omitted);
        var style = Style(button.Style);
        if (button.Page is { } page)
        {
            return new CardAction.OpenUrl(title, page.OriginalString) { Style = style };
        }

        if (button.Form is not ButtonForm.None)
        {
            // The form asks instead.
            return new CardAction.Submit(title, DialogData.Filling(button)) { Style = style };
        }

        var submit = new CardAction.Submit(title, ButtonData.Of(button)) { Style = style };
        return button.Confirm is { } question
            ? new CardAction.Submit(title, DialogData.Confirming(button, TeamsText.Counted(question, TeamsLimits.Question, omitted))) { Style = style }
            : new CardAction.Execute(title, "type", ButtonData.Of(button), submit) { Style = style };
    }

    public static string Title(string label, Omissions? omitted = null) =>
        TeamsText.Plain(label, TeamsLimits.ButtonTitle, omitted) is { Length: > 0 } title ? title : "Go";

    public static string? Style(ButtonStyle style) => style switch
    {
        ButtonStyle.Primary => "positive",
        ButtonStyle.Danger => "destructive",
        _ => null,
    };
}
