using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>
/// Carries out what is due of one kind, and finishes its item in the commit that does the work. An item whose incident or
/// run has moved on meanwhile, or is over, is finished without doing anything: nobody else has to take it off the schedule.
/// </summary>
public interface IRound
{
    AppointmentKind Kind { get; }

    Task CarryOutAsync(DueItem item, CancellationToken ct);
}
