using IncidentBot.Execution;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>An approved run starts.</summary>
public sealed class ExecuteRound(ActionExecutor executor) : IRound
{
    public AppointmentKind Kind => AppointmentKind.Execute;

    public Task CarryOutAsync(DueItem item, CancellationToken ct) => executor.ExecuteAsync(item, ct);
}
