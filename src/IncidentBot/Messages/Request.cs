using IncidentBot.People;

namespace IncidentBot.Messages;

/// <summary>Somebody asked for something.</summary>
/// <param name="Key">The inbox row that the answer consumes.</param>
public sealed record Request(string Key, Person By, ReplyAddress ReplyTo)
{
    public ChannelRef Channel => ReplyTo.Channel;

    /// <summary>A person, or what is none: a service, an alert source, the bot itself.</summary>
    public Origin Origin => Origin.Of(ReplyTo.To);

    /// <summary>See <see cref="Storage.InboxMessage.IsDecision"/>.</summary>
    public bool IsDecision { get; init; }

    /// <summary>See <see cref="Storage.InboxMessage.SignedInAt"/>.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    public Outgoing Reply(Card card) => new Outgoing.Reply(ReplyTo, card) { ToDecision = IsDecision };
}
