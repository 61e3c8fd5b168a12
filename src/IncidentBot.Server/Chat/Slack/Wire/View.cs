namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/methods/views.open.</summary>
internal sealed record OpenView(string TriggerId, ModalView View);

/// <summary>See https://docs.slack.dev/reference/views/modal-views.</summary>
internal sealed record ModalView(TextObject Title, TextObject Submit, TextObject Close, string PrivateMetadata, IReadOnlyList<Block> Blocks)
{
    public string Type { get; } = "modal";
    public string CallbackId { get; } = "command";
}

/// <summary>See https://docs.slack.dev/reference/methods/views.publish.</summary>
internal sealed record PublishView(string UserId, HomeView View);

/// <summary>See https://docs.slack.dev/reference/views/home-tab-views.</summary>
internal sealed record HomeView(IReadOnlyList<Block> Blocks)
{
    public string Type { get; } = "home";
}

/// <summary>The answer to a submission that lacks something. See https://docs.slack.dev/surfaces/modals#displaying_errors.</summary>
internal sealed record SubmissionErrors(IReadOnlyDictionary<string, string> Errors)
{
    public string ResponseAction { get; } = "errors";
}
