using IncidentBot.Actions;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

internal static class RunKeys
{
    public static string Expire(RunId run) => $"expire:{run.Value:N}";

    public static Appointment ExpireAt(Run run) => new(Expire(run.Id), AppointmentKind.Expire, run.Id.Value, run.ValidUntil);

    public static Appointment ApprovalAt(Run run, DateTimeOffset at) => new($"approval:{run.Id.Value:N}", AppointmentKind.Approval, run.Id.Value, at);

    public static Appointment ExecuteAt(Run run, DateTimeOffset at) => new($"execute:{run.Id.Value:N}", AppointmentKind.Execute, run.Id.Value, at);
}
