namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.</summary>
internal sealed record Interaction
{
    public const string BlockActions = "block_actions";

    public string? Type { get; init; }
    public string? TriggerId { get; init; }
    public string? ResponseUrl { get; init; }
    public InteractionUser? User { get; init; }
    public InteractionPlace? Team { get; init; }
    public InteractionPlace? Channel { get; init; }
    public IReadOnlyList<InteractionElement?>? Actions { get; init; }
}

internal sealed record InteractionUser(string? Id, string? Username, string? Name, string? TeamId);

internal sealed record InteractionPlace(string? Id);

internal sealed record InteractionElement(string? Type, string? Value);
