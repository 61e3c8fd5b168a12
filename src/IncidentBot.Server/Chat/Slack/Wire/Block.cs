using System.Text.Json.Serialization;

namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/block-kit/blocks.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Header), "header")]
[JsonDerivedType(typeof(Section), "section")]
[JsonDerivedType(typeof(Context), "context")]
[JsonDerivedType(typeof(Actions), "actions")]
[JsonDerivedType(typeof(Input), "input")]
internal abstract record Block
{
    private Block()
    {
    }

    internal sealed record Header(TextObject Text) : Block;

    /// <summary>Has a text or fields.</summary>
    internal sealed record Section(TextObject? Text, IReadOnlyList<TextObject>? Fields = null) : Block;

    internal sealed record Context(IReadOnlyList<TextObject> Elements) : Block;

    /// <summary>Only in a view.</summary>
    internal sealed record Input(string BlockId, TextObject Label, InputElement Element) : Block
    {
        public bool Optional { get; init; }
        public TextObject? Hint { get; init; }
    }

    internal sealed record Actions(string BlockId, IReadOnlyList<ButtonElement> Elements) : Block;
}
