using IncidentBot.Actions;
using IncidentBot.Storage;

namespace IncidentBot.Execution;

/// <summary>What came of asking for a change, before it is written.</summary>
/// <param name="Changes">With the answer; whoever asked commits them.</param>
public abstract record PreparedRun(Changes Changes)
{
    /// <summary>Planned; it waits for its approval or its confirmation.</summary>
    public sealed record Offered(Run Run, Changes Changes) : PreparedRun(Changes);

    public sealed record Nothing(string Why, Changes Changes) : PreparedRun(Changes);

    public sealed record Refused(Changes Changes) : PreparedRun(Changes);
}
