using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting;

/// <summary>What an override or a repair leaves open, in the same words everywhere.</summary>
internal static class RepairText
{
    /// <summary>Gone on by an override, and service not seen to be back since.</summary>
    public static bool IsOverridden(Incident incident) => incident is { MitigatedAt: null, State: IncidentState.Monitoring }
        or { MitigatedAt: null, ResolvedAt: not null };

    /// <summary><c>Not repaired as far as the checks know: writes: OOM command not allowed.</c></summary>
    public static string Of(Incident incident) => incident.MitigatedAt is not null
        ? "The checks pass; what is left out is the rest of the soak."
        : $"{Clause(incident)}.";

    /// <summary>For the middle of a sentence, but for its first letter.</summary>
    public static string Clause(Incident incident) => incident.Checks.Any(check => !check.Passed)
        ? $"Not repaired as far as the checks know: {CheckText.Failing(incident.Checks)}"
        : "Not known to be repaired: no check has passed";

    /// <summary>The repair of which nobody has read yet whether it helped: the cause was read before it, and so were the checks.</summary>
    public static Run? NotReadSince(Incident incident, IReadOnlyList<Run> runs) =>
        incident is { State: IncidentState.Assessing or IncidentState.Mitigating, CauseAt: { } cause } && incident.Kind.HappensNow()
            && runs.LastOrDefault(run => run.State is RunState.Succeeded) is { EndedAt: { } ended } repair
            && ended > cause && !(incident.Standing?.At >= ended)
            ? repair
            : null;
}
