using System.ComponentModel.DataAnnotations;

namespace IncidentBot.Incidents;

/// <summary>How fast people are expected to be, and how long a repair has to hold.</summary>
public sealed record IncidentPolicy
{
    /// <summary>How long an incident may wait for its acknowledgement. The default values are at once, 15 minutes and 30 minutes.</summary>
    public SeverityTimes Response { get; init; } = SeverityTimes.Minutes(0, 15, 30);

    /// <summary>When an unacknowledged incident escalates. The default values are 5, 15 and 30 minutes.</summary>
    public SeverityTimes EscalateAfter { get; init; } = SeverityTimes.Minutes(5, 15, 30);

    /// <summary>How often an escalation is repeated, each time after twice the wait. The default value is 3.</summary>
    [Range(0, 20)]
    public int EscalationRepeats { get; init; } = 3;

    /// <summary>How soon readers are told again how an incident stands. The default values are 15, 30 and 60 minutes.</summary>
    public SeverityTimes UpdateEvery { get; init; } = SeverityTimes.Minutes(15, 30, 60);

    /// <summary>How long the checks have to keep passing before an incident can be resolved. The default value is 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Soak { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often they run meanwhile. The default value is 1 minute.</summary>
    public TimeSpan SoakCheckEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often they are looked at while people assess and mitigate, so that what is said is so. The default value is 30 seconds.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one round of checks may take. The default value is 20 seconds.</summary>
    public TimeSpan CheckLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a finding waits for the reads of a runbook; slower ones follow by themselves. The default value is 1.7 seconds.</summary>
    public TimeSpan FindingWithin { get; init; } = TimeSpan.FromSeconds(1.7);

    /// <summary>
    /// How much longer it waits for the target's own read where another has seen something wrong: only that one tells a server that
    /// hangs from one that is busy. The default value is 2.8 seconds, so that a finding comes within five.
    /// </summary>
    public TimeSpan OwnFindingWithin { get; init; } = TimeSpan.FromSeconds(2.8);

    /// <summary>Whether the bot resolves an incident by itself after a clean soak. The default value is true.</summary>
    public bool ResolveAfterSoak { get; init; } = true;

    /// <summary>After how long without a word of a person it is asked whether an open incident is still on. The default value is 1 day.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan AskWhetherOpenAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a task has that names no time. The default value is 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan TaskTime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How often those that are overdue are reminded of. The default value is 3 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan RemindOfTasksEvery { get; init; } = TimeSpan.FromDays(3);

    /// <summary>
    /// How long a process that works on an incident's room is waited for before another goes on with it. Longer than one step
    /// takes. The default value is 30 seconds.
    /// </summary>
    public TimeSpan RoomTurn { get; init; } = TimeSpan.FromSeconds(30);

    internal DateTimeOffset DueOf(IncidentTask task) => task.Due ?? task.At + TaskTime;
}

/// <summary>A length of time for each severity.</summary>
public sealed record SeverityTimes
{
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan P0 { get; init; }

    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan P1 { get; init; }

    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan P2 { get; init; }

    public TimeSpan this[Severity severity] => severity switch
    {
        Severity.P0 => P0,
        Severity.P1 => P1,
        _ => P2,
    };

    public static SeverityTimes Minutes(int p0, int p1, int p2) =>
        new() { P0 = TimeSpan.FromMinutes(p0), P1 = TimeSpan.FromMinutes(p1), P2 = TimeSpan.FromMinutes(p2) };
}
