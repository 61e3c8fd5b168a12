namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/block-kit/block-elements/button-element.</summary>
internal sealed record ButtonElement(string ActionId, TextObject Text, string? Value)
{
    public string Type { get; } = "button";

    /// <summary>Opened instead; a press of it is told to the app as well, and then there is no value.</summary>
    public string? Url { get; init; }

    /// <summary><c>primary</c>, <c>danger</c> or none.</summary>
    public string? Style { get; init; }
    public ConfirmationDialog? Confirm { get; init; }
}

/// <summary>See https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object.</summary>
internal sealed record ConfirmationDialog(TextObject Title, TextObject Text, TextObject Confirm, TextObject Deny)
{
    public string? Style { get; init; }
}
