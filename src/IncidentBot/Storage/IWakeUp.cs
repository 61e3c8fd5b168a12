namespace IncidentBot.Storage;

/// <summary>Tells workers that there is something to do, on this replica or another.</summary>
public interface IWakeUp
{
    /// <summary>Completes after the next commit or insert by any replica, or when <paramref name="timeout"/> has passed.</summary>
    Task WaitAsync(TimeSpan timeout, CancellationToken ct);
}
