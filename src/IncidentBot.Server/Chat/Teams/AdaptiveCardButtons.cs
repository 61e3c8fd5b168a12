using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Teams;

internal static partial class AdaptiveCardButtons
{
    /// <returns>The buttons, and how many there was no room for.</returns>
    public static (IReadOnlyList<CardAction> Actions, int Left) Render(IReadOnlyList<CardButton> buttons)
    {
        var length = 0;
        List<CardAction> drawn = [.. buttons
            .Where(button => button.Command.Length <= TeamsLimits.Command && (button.OnceKey?.Length ?? 0) <= TeamsLimits.Command)
            .Select(Button)
            .Concat(Forms(buttons))
            .TakeWhile(action => (length += AdaptiveCards.Length([action])) <= TeamsLimits.ButtonsCharacters)
            .Take(TeamsLimits.ButtonsShown - 1 + TeamsLimits.ButtonsBehindMore)];
        var left = Math.Max(0, buttons.Count - drawn.Count);
        if (drawn.Count <= TeamsLimits.ButtonsShown)
        {
            return (drawn, left);
        }

        var more = new CardAction.ShowCard(
            string.Create(CultureInfo.InvariantCulture, $"More ({drawn.Count - TeamsLimits.ButtonsShown + 1})"),
            new AdaptiveCard([AdaptiveCards.Plain("More buttons")], drawn[(TeamsLimits.ButtonsShown - 1)..]));
        return ([.. drawn[..(TeamsLimits.ButtonsShown - 1)], more], left);
    }

    /// <summary>Teams can ask for words, so a card that offers the steps of an incident, or the list of them, offers that too.</summary>
    private static IEnumerable<CardAction> Forms(IReadOnlyList<CardButton> buttons)
    {
        if (buttons.Select(button => Timeline().Match(button.Command)).FirstOrDefault(match => match.Success) is { } incident)
        {
            yield return new CardAction.Submit("Write", new DialogData(DialogData.Write, incident.Groups[1].Value) { Teams = DialogFetch.Task });
        }

        if (buttons.Any(button => button.Command == "/incident list"))
        {
            yield return new CardAction.Submit("Open an incident", new DialogData(DialogData.Open) { Teams = DialogFetch.Task });
        }
    }

    private static CardAction Button(CardButton button)
    {
        var title = Title(button.Label);
        var style = Style(button.Style);
        var submit = new CardAction.Submit(title, ButtonData.Of(button)) { Style = style };
        return button.Confirm is { } question
            ? new CardAction.Submit(title, DialogData.Confirming(button, TeamsText.Counted(question, TeamsLimits.Question))) { Style = style }
            : new CardAction.Execute(title, "type", ButtonData.Of(button), submit) { Style = style };
    }

    public static string Title(string label) => TeamsText.Plain(label, TeamsLimits.ButtonTitle) is { Length: > 0 } title ? title : "Go";

    public static string? Style(ButtonStyle style) => style switch
    {
        ButtonStyle.Primary => "positive",
        ButtonStyle.Danger => "destructive",
        _ => null,
    };

    [GeneratedRegex("^/incident timeline (INC-[0-9]{1,9})$")]
    private static partial Regex Timeline();
}
