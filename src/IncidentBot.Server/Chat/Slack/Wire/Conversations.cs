namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/methods/conversations.create.</summary>
internal sealed record CreateConversation(string Name)
{
    /// <summary>Whoever hears of an incident may look, unless it is private itself.</summary>
    public bool IsPrivate { get; init; }
}

/// <summary>See https://docs.slack.dev/reference/methods/conversations.archive; conversations.unarchive and conversations.info take the same.</summary>
internal sealed record OfConversation(string Channel);

/// <summary>See https://docs.slack.dev/reference/methods/conversations.setTopic.</summary>
internal sealed record SetTopic(string Channel, string Topic);

/// <summary>See https://docs.slack.dev/reference/methods/conversations.setPurpose.</summary>
internal sealed record SetPurpose(string Channel, string Purpose);

/// <summary>See https://docs.slack.dev/reference/methods/conversations.invite.</summary>
/// <param name="Users">With commas between them, at most 100.</param>
internal sealed record InviteToConversation(string Channel, string Users)
{
    /// <summary>True: one person who cannot be invited does not keep the others out.</summary>
    public bool Force { get; } = true;
}

/// <summary>See https://docs.slack.dev/reference/methods/pins.add.</summary>
internal sealed record AddPin(string Channel, string Timestamp);

/// <summary>See https://docs.slack.dev/reference/methods/bookmarks.add.</summary>
internal sealed record AddBookmark(string ChannelId, string Title, string Link)
{
    public string Type { get; } = "link";
}

/// <summary>See https://docs.slack.dev/reference/objects/conversation-object.</summary>
internal sealed record Conversation(string Id, string Name, string? Creator, long Created, bool IsArchived, ConversationText? Topic, ConversationText? Purpose);

internal sealed record ConversationText(string? Value);

internal sealed record Bookmark(string? Title, string? Link);

/// <summary>One of several things that a method could not do.</summary>
internal sealed record PartialError(string? User, string? Error);
