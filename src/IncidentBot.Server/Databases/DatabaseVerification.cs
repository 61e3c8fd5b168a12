using IncidentBot.Actions;
using IncidentBot.Incidents;

namespace IncidentBot.Databases;

/// <summary>Whether a PostgreSQL serves again: it takes connections, has places left, and nobody stands in line for a lock.</summary>
internal sealed class DatabaseVerification(ConnectionsAction connections, TimeProvider time) : IVerification
{
    public string System => "db";

    public IReadOnlyList<ActionCall> AssessmentOf(string target) => [ActionCall.Plain(connections.Definition.Id.Value, target)];

    /// <summary>What is only a risk, such as few places left, is no outage to this check, and gets one of its own.</summary>
    public bool Ask(ActionCall read, ActionReport found) => read.Action == connections.Definition.Id && found.Gravity is not Gravity.Risk;

    public async Task<IReadOnlyList<CheckResult>> CheckAsync(string target, CancellationToken ct) =>
        [(await connections.ReadAsync(AssessmentOf(target)[0], ct)).AsCheck("connections and locks", mayBeRisk: true, time.GetUtcNow())];
}
