namespace IncidentBot.Storage;

/// <param name="Id">Given to <see cref="Changes.Completes"/> by whoever carries it out.</param>
public sealed record DueItem(long Id, Appointment Appointment, int Attempt);

public interface ISchedule
{
    /// <summary>Takes the earliest item that is due and that nobody holds, until <paramref name="until"/>.</summary>
    Task<DueItem?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>Lets go of an item, due again at <paramref name="dueAt"/>: its target is held, or the store was in the way.</summary>
    Task PostponeAsync(DueItem item, DateTimeOffset dueAt, CancellationToken ct);

    /// <summary>Makes the appointment, unless one of its key waits, which may be overdue.</summary>
    Task MakeSureAsync(Appointment appointment, CancellationToken ct);

    /// <summary>When the next item will be due; null when nothing waits.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken ct);
}
