using System.Text.Json;

namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.</summary>
internal sealed record Interaction
{
    public const string BlockActions = "block_actions";
    public const string ViewSubmission = "view_submission";
    public const string MessageAction = "message_action";

    public string? Type { get; init; }
    public string? TriggerId { get; init; }
    public string? ResponseUrl { get; init; }
    public InteractionUser? User { get; init; }
    public InteractionPlace? Team { get; init; }
    public InteractionPlace? Channel { get; init; }
    public IReadOnlyList<InteractionElement?>? Actions { get; init; }
    /// <summary>What was submitted, with what was filled in.</summary>
    public InteractionView? View { get; init; }

    /// <summary>Which shortcut was chosen.</summary>
    public string? CallbackId { get; init; }

    /// <summary>The message on which it was chosen.</summary>
    public InteractionMessage? Message { get; init; }
}

internal sealed record InteractionUser(string? Id, string? Username, string? Name, string? TeamId);

internal sealed record InteractionPlace(string? Id, string? Domain = null);

/// <param name="Id">One per opened modal: sent off twice, it is one request.</param>
internal sealed record InteractionView(string? Id, string? PrivateMetadata, InteractionState? State);

internal sealed record InteractionState(IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? Values);

internal sealed record InteractionMessage(string? Text, string? Ts, string? User);

internal sealed record InteractionElement(string? Type, string? Value);
