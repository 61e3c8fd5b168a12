using System.Text.Json.Serialization;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>See https://adaptivecards.io/explorer/.</summary>
internal sealed record AdaptiveCard(IReadOnlyList<CardElement> Body, IReadOnlyList<CardAction> Actions) : IDrawnCard
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsCut { get; init; }

    public const string ContentType = "application/vnd.microsoft.card.adaptive";

    public string Type { get; } = "AdaptiveCard";

    /// <summary>The newest that Teams shows on phones too.</summary>
    public string Version { get; } = "1.5";

    /// <summary>Null inside another card, which has the width of that one.</summary>
    [JsonPropertyName("msteams")]
    public CardWidth? Teams { get; init; }
}

internal sealed record CardWidth(string Width)
{
    public static readonly CardWidth Full = new("Full");
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RichText), "RichTextBlock")]
[JsonDerivedType(typeof(TextInput), "Input.Text")]
[JsonDerivedType(typeof(ChoiceInput), "Input.ChoiceSet")]
[JsonDerivedType(typeof(ToggleInput), "Input.Toggle")]
internal abstract record CardElement
{
    private CardElement()
    {
    }

    /// <summary>None of its runs is read as Markdown, unlike a TextBlock.</summary>
    internal sealed record RichText(IReadOnlyList<TextRun> Inlines) : CardElement
    {
        /// <summary><c>None</c>, <c>Small</c> or the default.</summary>
        public string? Spacing { get; init; }
    }

    internal sealed record TextInput(string Id, string Label) : CardElement
    {
        public bool? IsMultiline { get; init; }
        public bool? IsRequired { get; init; }
        public string? ErrorMessage { get; init; }
        public int? MaxLength { get; init; }

        /// <summary>What stands in it already.</summary>
        public string? Value { get; init; }
    }

    internal sealed record ChoiceInput(string Id, string Label, IReadOnlyList<InputChoice> Choices, string Value) : CardElement;

    internal sealed record ToggleInput(string Id, string Label, string Title, string ValueOn) : CardElement
    {
        public string? Value { get; init; }
        public bool? IsRequired { get; init; }
        public string? ErrorMessage { get; init; }
    }
}

internal sealed record InputChoice(string Title, string Value);

internal sealed record TextRun(string Text)
{
    public string Type { get; } = "TextRun";
    public string? Size { get; init; }
    public string? Weight { get; init; }
    public string? Color { get; init; }
    public string? FontType { get; init; }
    public bool? IsSubtle { get; init; }

    /// <summary>What a click on it does.</summary>
    public CardAction? SelectAction { get; init; }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Execute), "Action.Execute")]
[JsonDerivedType(typeof(Submit), "Action.Submit")]
[JsonDerivedType(typeof(ShowCard), "Action.ShowCard")]
[JsonDerivedType(typeof(OpenUrl), "Action.OpenUrl")]
internal abstract record CardAction(string Title)
{
    /// <summary><c>positive</c>, <c>destructive</c> or the default.</summary>
    public string? Style { get; init; }

    /// <summary>Answered at once. A client that does not know it uses the fallback.</summary>
    internal sealed record Execute(string Title, string Verb, ButtonData Data, CardAction Fallback) : CardAction(Title);

    internal sealed record Submit(string Title, object Data) : CardAction(Title);

    internal sealed record ShowCard(string Title, AdaptiveCard Card) : CardAction(Title);

    internal sealed record OpenUrl(string Title, string Url) : CardAction(Title);
}
