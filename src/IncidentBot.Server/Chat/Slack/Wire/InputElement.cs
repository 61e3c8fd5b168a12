using System.Text.Json.Serialization;

namespace IncidentBot.Chat.Slack.Wire;

/// <summary>What an input block holds. See https://docs.slack.dev/reference/block-kit/block-elements.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PlainText), "plain_text_input")]
[JsonDerivedType(typeof(Select), "static_select")]
[JsonDerivedType(typeof(Checkboxes), "checkboxes")]
internal abstract record InputElement(string ActionId)
{
    internal sealed record PlainText(string ActionId, bool Multiline, int MaxLength) : InputElement(ActionId);

    internal sealed record Select(string ActionId, IReadOnlyList<InputOption> Options, InputOption InitialOption) : InputElement(ActionId);

    internal sealed record Checkboxes(string ActionId, IReadOnlyList<InputOption> Options) : InputElement(ActionId);
}

/// <summary>See https://docs.slack.dev/reference/block-kit/composition-objects/option-object.</summary>
internal sealed record InputOption(TextObject Text, string Value);
