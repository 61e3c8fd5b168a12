using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Storage;

/// <summary>What somebody typed or pressed, as it was received.</summary>
/// <param name="Key">The platform's own id of the request, or the once-key of a button: the same request is one row.</param>
/// <param name="DisplayName">The name the platform gave; shown, never trusted.</param>
/// <param name="Text">A whole command: <c>/redis ping</c>.</param>
/// <param name="Ticket">See <see cref="ReplyAddress.Ticket"/>.</param>
public sealed record InboxMessage(string Key, Account From, string DisplayName, ChannelRef Channel, string Text, string? Ticket, DateTimeOffset ReceivedAt)
{
    public Origin Origin => Origin.Of(From);

    public ReplyAddress ReplyTo => new(Channel, From, Ticket);
}

/// <param name="Attempt">1 the first time; more when a process died while it held the message.</param>
public sealed record ClaimedMessage(InboxMessage Message, int Attempt);

public interface IInbox
{
    /// <summary>One durable insert; what every endpoint does before it acknowledges.</summary>
    /// <returns>False when the request was received before.</returns>
    Task<bool> AddAsync(InboxMessage message, CancellationToken ct);

    /// <summary>
    /// Takes the oldest message nobody holds, until <paramref name="until"/>. Messages of one account are taken one after
    /// the other, in order; those of different accounts side by side.
    /// </summary>
    Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct);
}
