using IncidentBot.Alerts;

namespace IncidentBot.Storage;

/// <summary>What senders of alerts have said and nobody has looked at yet: stored before they are answered, taken in the order of its coming.</summary>
public interface IAlertInbox
{
    /// <summary>Stores it durably.</summary>
    /// <returns>False where as many wait as may: nothing was stored, and the sender has to say it again.</returns>
    Task<bool> AddAsync(string source, AlertDelivery delivery, DateTimeOffset at, CancellationToken ct);

    /// <summary>Those that wait, oldest first.</summary>
    Task<IReadOnlyList<WaitingDelivery>> OldestAsync(int limit, CancellationToken ct);

    /// <summary>They were looked at. Doing that twice does no harm: what an alert says is compared with how it stands.</summary>
    Task FinishAsync(IReadOnlyList<long> ids, CancellationToken ct);
}

/// <param name="Source">The name of the configured source.</param>
public sealed record WaitingDelivery(long Id, string Source, AlertDelivery Delivery, DateTimeOffset At);
