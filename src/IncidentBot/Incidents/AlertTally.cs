using IncidentBot.Alerts;
using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>The alerts of an incident in numbers, and the newest of them: there may be ten thousand.</summary>
public sealed record AlertTally
{
    public int Firing { get; init; }

    /// <summary>Those that have fired and do not any more.</summary>
    public int Resolved { get; init; }

    /// <summary>How many more the sender left out when it last spoke: nobody knows which.</summary>
    public int Truncated { get; init; }

    /// <summary>Those that have changed last, the newest first.</summary>
    public IReadOnlyList<AlertBrief> Newest { get => field ?? []; init; }

    /// <summary>Where one reads on, of the newest.</summary>
    public IReadOnlyList<AlertLink> Links { get => field ?? []; init; }

    /// <summary>What has changed since everybody was last told.</summary>
    public AlertNews Unsaid { get => field ?? AlertNews.None; init; }

    /// <summary>When everybody was last told.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    public PersonId? SeenBy { get; init; }

    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>How many have begun to fire since somebody acknowledged those there were.</summary>
    public int NewSinceSeen { get; init; }

    /// <summary>When a source last spoke of one of them.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>When people were last asked whether what has not been heard of for long still fires.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>A rule has the bot step the incident: to its mitigation once a repair has begun, to its verification once the last is resolved.</summary>
    public bool VerifyWhenResolved { get; init; }

    public int All => Firing + Resolved;

    public bool Fires => Firing > 0;
}

/// <param name="What">As people read it: <c>RedisDown (10.0.0.1:6379)</c>.</param>
/// <param name="Summary">In its source's words; null where it has none.</param>
public sealed record AlertBrief(string What, string? Summary, bool IsFiring, DateTimeOffset At);

/// <summary>What has changed among the alerts of an incident.</summary>
public sealed record AlertNews
{
    /// <summary>How many are named.</summary>
    public const int Most = 5;

    public static readonly AlertNews None = new();

    /// <summary>The first of them.</summary>
    public IReadOnlyList<string> Began { get => field ?? []; init; }

    public int BeganInAll { get; init; }

    public IReadOnlyList<string> Ended { get => field ?? []; init; }

    public int EndedInAll { get; init; }

    /// <summary>The earliest time since when one of those fires that began, by their sources; null where none began, or nobody kept it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The same of what the bot's own watch has seen.</summary>
    public DateTimeOffset? WatchSince { get; init; }

    /// <summary>What an alert says of the severity that is more than the incident has.</summary>
    public Severity? Higher { get; init; }

    public bool IsEmpty => BeganInAll == 0 && EndedInAll == 0;

    public AlertNews And(AlertNews later) => new()
    {
        Began = [.. Began.Concat(later.Began).Take(Most)],
        BeganInAll = BeganInAll + later.BeganInAll,
        Ended = [.. Ended.Concat(later.Ended).Take(Most)],
        EndedInAll = EndedInAll + later.EndedInAll,
        Since = Earlier(Since, later.Since),
        WatchSince = Earlier(WatchSince, later.WatchSince),
        Higher = Higher is { } one && later.Higher is { } other ? (Severity)Math.Min((int)one, (int)other) : Higher ?? later.Higher,
    };

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other ? one : other ?? one;
}
