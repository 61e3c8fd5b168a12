using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack.Views;

/// <summary>Draws a form as a modal.</summary>
internal static class FormView
{
    /// <param name="about">What the form shows above its fields, drawn.</param>
    public static ModalView Render(Form form, IReadOnlyList<Block> about, FormOrigin origin) => new(
        Text(form.Title, SlackLimits.ViewTitle),
        Text(form.Submit, SlackLimits.ViewTitle),
        TextObject.Plain("Go back"),
        origin.Write(form),
        [.. about, .. form.Fields.Select(Input)]);

    private static Block Input(FormField field) => new Block.Input(field.Key, Text(field.Label, SlackLimits.InputLabel), Element(field))
    {
        // Slack's own check says nothing that helps, and knows nothing of a title made of spaces.
        Optional = true,
        Hint = field.Hint is { } hint ? Text(hint, SlackLimits.InputLabel) : null,
    };

    private static InputElement Element(FormField field) => field switch
    {
        FormField.Text text => new InputElement.PlainText(field.Key, text.Multiline, text.Longest),
        FormField.Choice choice => new InputElement.Select(field.Key, [.. choice.Options.Select(Option)], Option(choice.Options[0])),
        FormField.Tick tick => new InputElement.Checkboxes(field.Key, [new InputOption(Text(tick.Statement, SlackLimits.ButtonText), "yes")]),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static InputOption Option(FormOption option) => new(Text(option.Label, SlackLimits.ButtonText), option.Value);

    private static TextObject Text(string text, int limit) =>
        TextObject.Plain(SlackCut.Short(SlackText.Plain(SlackText.OneLine(SlackText.WithPlainMoments(text))), limit));
}
