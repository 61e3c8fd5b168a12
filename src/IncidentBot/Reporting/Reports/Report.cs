using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Measurements;

namespace IncidentBot.Reporting.Reports;

/// <summary>
/// What happened in a time, what it came to, and whether it gets better, as far as one reader may see it. Only incidents that happened count
/// (<see cref="IncidentKinds.Counts"/>), and none that was cancelled.
/// </summary>
/// <param name="Incidents">Those that count, the newest first.</param>
/// <param name="Before">How many counted in the time before, which was as long.</param>
public sealed record Report(ReportPeriod Period, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<ReportedIncident> Incidents, int Before)
{
    public IReadOnlyList<Compared> BySeverity { get; init; } = [];
    public IReadOnlyList<Compared> ByService { get; init; } = [];

    /// <summary>By the failure class that was read last, such as <c>REFUSED</c>.</summary>
    public IReadOnlyList<Compared> ByCause { get; init; } = [];

    /// <summary>How many were opened on each day, the oldest first.</summary>
    public IReadOnlyList<(DateOnly Day, int Count)> ByDay { get; init; } = [];

    public IReadOnlyList<ReportedMeasurement> Measurements { get; init; } = [];

    /// <summary>Acknowledged in the time that was promised, by the severity that they had then.</summary>
    public IReadOnlyList<KeptOf> Responses { get; init; } = [];

    /// <summary>Updates that came by the time that their readers were told.</summary>
    public KeptOf? Updates { get; init; }

    /// <summary>From a plan to its approval or refusal.</summary>
    public Spread? ApprovalWaits { get; init; }

    /// <summary>How long checks ran, in those in which they did.</summary>
    public Spread? Verifications { get; init; }

    public IReadOnlyList<Repeated> Repeats { get; init; } = [];

    /// <summary>The most used first.</summary>
    public IReadOnlyList<UsedAction> Actions { get; init; } = [];

    /// <summary>The runs are the newest of more.</summary>
    public bool RunsAreCut { get; init; }

    /// <summary>Incidents that went on by an approved override.</summary>
    public IReadOnlyList<string> Overridden { get; init; } = [];

    /// <summary>Runs that went ahead without a second person.</summary>
    public IReadOnlyList<string> BrokenGlass { get; init; } = [];

    /// <summary>What was to be done by now because of them, and is not.</summary>
    public IReadOnlyList<OverdueTask> Overdue { get; init; } = [];

    /// <summary>Those that were corrected, or reopened: their lengths were counted anew.</summary>
    public IReadOnlyList<string> Recomputed { get; init; } = [];

    /// <summary>Exercises, which count in nothing else.</summary>
    public int Drills { get; init; }
    public int Maintenance { get; init; }
    public int Cancelled { get; init; }

    /// <summary>Among those that count: written down afterwards, so that nobody's response is measured by them.</summary>
    public int Backfilled { get; init; }
}

/// <summary>An incident of a report, with what became of each measurement.</summary>
public sealed record ReportedIncident(Incident Incident, IReadOnlyList<MeasuredLength> Lengths);

/// <summary>How many of a name, and how many in the time before.</summary>
public sealed record Compared(string Name, int Now, int Before);

/// <param name="Name">Whose promise it was; a severity.</param>
public sealed record KeptOf(string Name, int Kept, int Of);

/// <summary>One measurement over all incidents of a report.</summary>
/// <param name="Recorded">Null where none has a length.</param>
/// <param name="Before">Of the time before.</param>
public sealed record ReportedMeasurement(Measurement Measurement, Spread? Recorded, Spread? Before)
{
    /// <summary>Each, where they are few.</summary>
    public IReadOnlyList<(string Incident, TimeSpan Length)> Listed { get; init; } = [];
    public int Pending { get; init; }
    public int NotApplicable { get; init; }

    /// <summary>Those whose end is before their beginning: in no number, and each named.</summary>
    public IReadOnlyList<string> Invalid { get; init; } = [];
}

/// <summary>The same cause at the same target again.</summary>
/// <param name="Incidents">The newest first.</param>
public sealed record Repeated(string Cause, string Target, IReadOnlyList<string> Incidents);

/// <param name="Runs">How often it was carried out.</param>
/// <param name="Verified">How often what it did was verified afterwards.</param>
/// <param name="Unknown">How often nobody knows what became of it.</param>
public sealed record UsedAction(ActionId Action, int Runs, int Verified, int Unknown);

/// <param name="Owner">Null while nobody has it.</param>
public sealed record OverdueTask(string Incident, IncidentTask Task, string? Owner);
