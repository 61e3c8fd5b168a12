using IncidentBot.Execution;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>A plan that nobody approved, or an approval that found no free target, ends.</summary>
public sealed class ExpireRound(ActionExecutor executor) : IRound
{
    public AppointmentKind Kind => AppointmentKind.Expire;

    public Task CarryOutAsync(DueItem item, CancellationToken ct) => executor.ExpireAsync(item, ct);
}
