using System.Text.Json.Serialization;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>What goes out: one card. See https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object.</summary>
/// <param name="Summary">What a notification says.</param>
internal sealed record OutgoingActivity(ActivityParty From, string Summary, IReadOnlyList<OutgoingAttachment> Attachments)
{
    public string Type { get; } = "message";

    /// <summary>The one person who is to see it.</summary>
    public ActivityParty? Recipient { get; init; }
}

internal sealed record OutgoingAttachment(AdaptiveCard Content)
{
    public string ContentType { get; } = AdaptiveCard.ContentType;
}

/// <summary>Begins a thread in a channel.</summary>
internal sealed record NewThread(NewThreadPlace ChannelData, string TenantId, OutgoingActivity Activity)
{
    public bool IsGroup { get; } = true;
}

internal sealed record NewThreadPlace(ActivityThing Channel, ActivityThing Tenant);

/// <summary>Opens the chat of one person with the bot, or finds the one there is.</summary>
internal sealed record NewChat(ActivityParty Bot, IReadOnlyList<ActivityParty> Members, string TenantId, NewChatPlace ChannelData)
{
    public bool IsGroup { get; }
}

internal sealed record NewChatPlace(ActivityThing Tenant);

/// <param name="ActivityId">Of the first message, where a thread was begun.</param>
internal sealed record ConnectorReply(string? Id, string? ActivityId);

internal sealed record ConnectorProblem([property: JsonPropertyName("error")] ConnectorFault? Fault);

internal sealed record ConnectorFault(string? Code);

/// <summary>See https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#fetch-the-roster-or-user-profile.</summary>
internal sealed record ConnectorMembers(IReadOnlyList<ActivityParty?>? Members, string? ContinuationToken);
