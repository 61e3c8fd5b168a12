using System.Text.Json;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>What comes in. See https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object.</summary>
internal sealed record Activity
{
    public string? Type { get; init; }
    public string? Id { get; init; }

    /// <summary>Of an <c>invoke</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Of an <c>installationUpdate</c>: <c>add</c>, <c>add-upgrade</c>, <c>remove</c>.</summary>
    public string? Action { get; init; }
    public string? ServiceUrl { get; init; }
    public string? ChannelId { get; init; }
    public ActivityParty? From { get; init; }
    public ActivityParty? Recipient { get; init; }
    public ActivityPlace? Conversation { get; init; }
    public string? Text { get; init; }
    public string? TextFormat { get; init; }
    public IReadOnlyList<ActivityEntity>? Entities { get; init; }
    public IReadOnlyList<ActivityParty>? MembersAdded { get; init; }

    /// <summary>What a button or a dialog carries.</summary>
    public JsonElement? Value { get; init; }
    public ActivityChannelData? ChannelData { get; init; }
}

/// <param name="Id"><c>29:…</c> for a person, <c>28:…</c> for a bot.</param>
/// <param name="AadObjectId">The person's id in their directory.</param>
/// <param name="IsTargeted">Of the recipient, when the message was shown to nobody else.</param>
internal sealed record ActivityParty(string? Id, string? Name = null, string? AadObjectId = null, bool? IsTargeted = null);

/// <param name="ConversationType"><c>personal</c>, <c>groupChat</c> or <c>channel</c>.</param>
internal sealed record ActivityPlace(string? Id, string? ConversationType = null, string? TenantId = null);

internal sealed record ActivityEntity(string? Type, ActivityParty? Mentioned, string? Text);

internal sealed record ActivityChannelData(ActivityThing? Tenant, ActivityThing? Team, ActivityThing? Channel);

internal sealed record ActivityThing(string? Id);
