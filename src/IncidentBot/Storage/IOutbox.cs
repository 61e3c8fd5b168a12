using IncidentBot.Messages;

namespace IncidentBot.Storage;

/// <param name="Id">Rises with the order of commits; also what a platform can use to recognise a repeated delivery.</param>
/// <param name="Generation">How often the same refresh was asked for while it waited.</param>
/// <param name="UnsettledSince">When the first attempt began of which nobody knows whether the message arrived; null when none did.</param>
public sealed record OutboxItem(long Id, Outgoing Message, int Attempt, int Generation, DateTimeOffset? UnsettledSince);

/// <summary>Messages that were abandoned.</summary>
/// <param name="At">When the last of them was, and so on.</param>
public sealed record GivenUp(int Count, DateTimeOffset At, ChannelRef Channel, string Reason);

public interface IOutbox
{
    /// <summary>
    /// Takes a due message that is the first of its lane (<see cref="Outgoing.Lane"/>): those that overtake before the
    /// others, then the oldest. Order within a lane is kept, also across retries; lanes and channels do not wait for each
    /// other, but for one thing: posts and new living messages wait for a living message that was asked for before them and
    /// is not there yet, for the channel may begin with it.
    /// </summary>
    Task<OutboxItem?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>
    /// What goes the way of this message (<see cref="Outgoing.Way"/>) does not get through, or takes long: until all of it is
    /// delivered it has a lane of its own, in the same order, and the others go on. Does nothing to what has no way of its own,
    /// and throws nothing while the store is away: that a delivery failed, or did not, is still to be written down.
    /// </summary>
    Task StepAsideAsync(OutboxItem item, CancellationToken ct);

    /// <summary>Delivered. A refresh that was asked for again meanwhile stays, and becomes due at once.</summary>
    Task CompleteAsync(OutboxItem item, CancellationToken ct);

    /// <summary>Not delivered, as far as anybody knows: due again at <paramref name="dueAt"/>.</summary>
    /// <param name="mayHaveArrived">False only when this attempt certainly had no effect; what earlier ones left open stays open.</param>
    Task RetryAsync(OutboxItem item, DateTimeOffset dueAt, string error, bool mayHaveArrived, CancellationToken ct);

    /// <summary>Will never be delivered (the channel is gone, the ticket has run out): kept with the reason, out of the way.</summary>
    Task AbandonAsync(OutboxItem item, DateTimeOffset at, string error, CancellationToken ct);

    /// <returns>Null when nothing was abandoned since then.</returns>
    Task<GivenUp?> GivenUpAsync(DateTimeOffset since, CancellationToken ct);

    /// <summary>Whether something waits to be delivered to the channel.</summary>
    Task<bool> HasWaitingAsync(ChannelRef channel, CancellationToken ct);

    /// <summary>The platform's id of the message that shows the subject in the channel.</summary>
    Task<string?> FindPostedAsync(ChannelRef channel, LiveSubject subject, CancellationToken ct);

    Task RememberPostedAsync(ChannelRef channel, LiveSubject subject, string messageId, CancellationToken ct);
}
