using System.Globalization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack;

internal static class BlockKitButtons
{
    private const int MostRows = 2;

    public static IEnumerable<Block> Render(IReadOnlyList<CardButton> buttons, Omissions omitted)
    {
        // A command is never cut: half of one would do something else.
        var length = 0;
        var drawn = buttons
            .Select(button => Button(button, omitted))
            .Where(button => !(button.Value?.Length > SlackLimits.ButtonValue))
            .TakeWhile(button => (length += Length(button)) <= SlackLimits.ButtonsText)
            .Take(MostRows * SlackLimits.ElementsPerActions)
            .Select((button, index) => button with { ActionId = string.Create(CultureInfo.InvariantCulture, $"press-{index}") })
            .ToList();

        foreach (var (index, row) in drawn.Chunk(SlackLimits.ElementsPerActions).Index())
        {
            yield return new Block.Actions(string.Create(CultureInfo.InvariantCulture, $"buttons-{index}"), row);
        }

        if (drawn.Count < buttons.Count)
        {
            omitted.Add();
            yield return new Block.Context([TextObject.Plain(string.Create(
                CultureInfo.InvariantCulture,
                $"… {buttons.Count - drawn.Count} more buttons do not fit into a Slack message; type the command instead"))]);
        }
    }

    public static int Length(ButtonElement button) =>
        button.Text.Text.Length + (button.Confirm is { } ask
            ? ask.Title.Text.Length + ask.Text.Text.Length + ask.Confirm.Text.Length + ask.Deny.Text.Length
            : 0);

    private static ButtonElement Button(CardButton button, Omissions omitted) =>
        new("", Text(button.Label, SlackLimits.ButtonText, "Go", omitted), button.Page is null ? ButtonValue.Write(button) : null)
        {
            Style = Style(button.Style),
            Url = button.Page?.OriginalString,

            // The form asks instead, or the page.
            Confirm = button.Confirm is null || button.Page is not null || button.Form is not ButtonForm.None ? null : Confirm(button, button.Confirm, omitted),
        };

    // Its title repeats the label, which the card shows as well. "Cancel" would be no answer to whether a run is to be cancelled.
    private static ConfirmationDialog Confirm(CardButton button, string question, Omissions omitted) => new(
        Text(button.Label, SlackLimits.ConfirmTitle, "Go"),
        Text(question, SlackLimits.ConfirmText, "Are you sure?", omitted),
        Text(button.Yes ?? button.Label, SlackLimits.ConfirmButton, "Go"),
        Text(button.No ?? "Do nothing", SlackLimits.ConfirmButton, "Do nothing"))
    {
        Style = Style(button.Style),
    };

    private static string? Style(ButtonStyle style) => style switch
    {
        ButtonStyle.Primary => "primary",
        ButtonStyle.Danger => "danger",
        _ => null,
    };

    private static TextObject Text(string text, int limit, string whenBlank, Omissions? omitted = null) =>
        TextObject.Plain(
            SlackText.OneLine(SlackText.WithPlainMoments(text)) is { Length: > 0 } line ? SlackCut.Short(SlackText.Plain(line), limit, omitted) : whenBlank);
}
