using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>Finds the round of an item.</summary>
public sealed class DueWork(IEnumerable<IRound> rounds)
{
    private readonly Dictionary<AppointmentKind, IRound> rounds = rounds.ToDictionary(round => round.Kind);

    /// <exception cref="InvalidOperationException">There is none; the item was not touched, and is there for a replica that has one.</exception>
    public Task CarryOutAsync(DueItem item, CancellationToken ct) => rounds.TryGetValue(item.Appointment.Kind, out var round)
        ? round.CarryOutAsync(item, ct)
        : throw new InvalidOperationException(
            $"No round here carries out {item.Appointment.Kind}, which {item.Appointment.Key} asks for. A newer version may have made it.");
}
