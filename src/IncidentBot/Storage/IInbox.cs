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
    /// <summary>When whoever typed it showed on a page who they are; null for what comes from a chat.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    public Origin Origin => Origin.Of(From);

    public ReplyAddress ReplyTo => new(Channel, From, Ticket);

    /// <summary>Somebody waits for it who has decided, and to carry it out takes no time. Of somebody with nothing else waiting it goes before reads.</summary>
    public bool IsDecision => Decisions.Any(verb =>
        Text.StartsWith(verb, StringComparison.OrdinalIgnoreCase) && (Text.Length == verb.Length || char.IsWhiteSpace(Text[verb.Length])));

    internal static readonly IReadOnlyList<string> Decisions = ["/approve", "/reject", "/run cancel"];
}

/// <param name="Attempt">1 the first time; more when whoever held it did not come to its end.</param>
public sealed record ClaimedMessage(InboxMessage Message, int Attempt)
{
    /// <summary>How many processes have died while they were at work on it. See <see cref="IInbox.BeginAsync"/>.</summary>
    public int Crashes { get; init; }
}

/// <summary>What became of a request at the inbox.</summary>
public enum Receipt
{
    New,

    /// <summary>The request was received before.</summary>
    Known,

    /// <summary>Nothing was kept: as many of the account's messages wait as may.</summary>
    TooMany,
}

public interface IInbox
{
    /// <summary>How many messages of one account may wait.</summary>
    int MostWaiting { get; }

    /// <summary>One durable insert; what every endpoint does before it acknowledges.</summary>
    Task<Receipt> AddAsync(InboxMessage message, CancellationToken ct);

    /// <summary>
    /// Takes a message that nobody holds, until <paramref name="until"/>. Messages of one account are taken one after the
    /// other, in order; those of different accounts side by side and in turn, however many one of them has sent.
    /// </summary>
    Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>
    /// Notes, before the work begins, that this process is at work on it: when it dies now, that counts as one of
    /// <see cref="ClaimedMessage.Crashes"/>.
    /// </summary>
    Task BeginAsync(ClaimedMessage claimed, CancellationToken ct);

    /// <summary>Holds it for longer, where it has not been lost meanwhile.</summary>
    Task HoldAsync(ClaimedMessage claimed, DateTimeOffset until, CancellationToken ct);
}
