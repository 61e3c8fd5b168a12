using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>Carries out what is due for an incident. Each round finishes its own item in the commit that does the work.</summary>
public sealed class DueWork(
    AssessmentRound assessment,
    VerificationRound verification,
    SoakRound soak,
    EscalationRound escalation,
    StatusUpdateRound statusUpdate,
    AnchorRound anchor,
    RoomRound room)
{
    /// <returns>False when the item is of a kind that belongs to somebody else; it was not touched.</returns>
    public async Task<bool> HandleAsync(DueItem item, CancellationToken ct)
    {
        var round = item.Appointment.Kind switch
        {
            AppointmentKind.Assess => assessment.CarryOutAsync(item, ct),
            AppointmentKind.Verify => verification.CarryOutAsync(item, ct),
            AppointmentKind.Soak => soak.CarryOutAsync(item, ct),
            AppointmentKind.Escalate => escalation.CarryOutAsync(item, ct),
            AppointmentKind.StatusUpdate => statusUpdate.CarryOutAsync(item, ct),
            AppointmentKind.Anchor => anchor.CarryOutAsync(item, ct),
            AppointmentKind.Room => room.CarryOutAsync(item, ct),
            _ => null,
        };
        if (round is null)
        {
            return false;
        }

        await round;
        return true;
    }
}
