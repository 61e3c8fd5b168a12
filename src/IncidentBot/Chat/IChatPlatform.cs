using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Chat;

/// <summary>A place where people talk: the local page, Slack, Teams. Renders cards and delivers them; decides nothing.</summary>
public interface IChatPlatform
{
    /// <summary>As in <see cref="ChannelRef.Platform"/>.</summary>
    string Name { get; }

    /// <summary>Where an incident lives that was opened in <paramref name="origin"/>: that channel, or one of its own.</summary>
    ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin);

    /// <summary>What an incident gets of a channel that it is led to from elsewhere: the channel, or a thread of its own in it.</summary>
    ChannelRef PlaceIn(ChannelRef channel, int incidentNumber) => channel;

    /// <summary>Where a browser or the platform's own app opens the channel; null where there is no such address.</summary>
    Uri? AddressOf(ChannelRef channel) => null;

    /// <returns>The platform's id of the message: of the one that is there already, where an earlier try brought it.</returns>
    /// <exception cref="DeliveryException">The platform would not take it.</exception>
    Task<string> PostAsync(ChannelRef channel, Card card, Delivery delivery, CancellationToken ct);

    /// <summary>Posts in the thread of a message of the bot's; a platform without threads posts as ever.</summary>
    /// <inheritdoc cref="PostAsync"/>
    Task<string> PostUnderAsync(ChannelRef channel, string messageId, Card card, Delivery delivery, CancellationToken ct) =>
        PostAsync(channel, card, delivery, ct);

    /// <inheritdoc cref="PostAsync"/>
    Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct);

    /// <summary>Tells one person something that they have not asked for, seen by nobody else.</summary>
    /// <inheritdoc cref="PostAsync"/>
    Task NoticeAsync(Account to, Card card, Delivery delivery, CancellationToken ct) =>
        throw new DeliveryException($"{Name} has no way to one person who has not asked.", permanent: true, mayHaveArrived: false);

    /// <summary>Asked before somebody is promised to be told alone: whoever hears nothing would take it for no news.</summary>
    /// <returns>What keeps it from that and what they can do about it, in sentences; null where nothing does.</returns>
    Task<string?> WhyNotAloneAsync(Account to, CancellationToken ct) => Task.FromResult<string?>($"{Name} has no way to one person alone.");

    /// <summary>Answers one person, seen by them alone where the platform can do that.</summary>
    /// <inheritdoc cref="PostAsync"/>
    Task ReplyAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct);
}

/// <summary>One thing that is said, through all the tries that it takes.</summary>
/// <param name="Id">The same for each try, so that a platform that can may recognise a repetition.</param>
/// <param name="MayBeThereSince">When the first try began of which nobody knows whether it arrived; null when it is certainly not there.</param>
public sealed record Delivery(string Id, DateTimeOffset? MayBeThereSince = null);

/// <summary>A delivery that failed.</summary>
/// <param name="permanent">True when trying again cannot help: the channel is gone, the ticket was used up.</param>
/// <param name="retryAfter">What the platform asked to wait, if it said so.</param>
/// <param name="mayHaveArrived">False only where it is certain that nothing was done: it was refused, or never sent.</param>
public sealed class DeliveryException(string message, bool permanent, TimeSpan? retryAfter = null, Exception? inner = null, bool mayHaveArrived = true)
    : Exception(message, inner)
{
    public bool Permanent => permanent;

    public TimeSpan? RetryAfter => retryAfter;

    public bool MayHaveArrived => mayHaveArrived;
}
