using System.Text.Json.Serialization;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Readings;
using IncidentBot.Targets;

namespace IncidentBot.Incidents;

/// <summary>An incident as it stands. Changed by <c>with</c> and saved against its <see cref="Version"/>.</summary>
public sealed record Incident
{
    public required IncidentId Id { get; init; }

    /// <summary>Shown as <c>INC-42</c>.</summary>
    public required int Number { get; init; }
    public required string Title { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>From its creation on: only whoever opens an incident gives it, which a test reads in the compiled kernel.</summary>
    public IncidentKind Kind { get; init; }

    /// <summary>Null on one that rehearses nothing of the gallery.</summary>
    public Drill? Drill { get; init; }

    /// <summary>See <see cref="IncidentVisibility"/>.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Assigned by <c>IncidentLifecycle</c> and nothing else; a test reads the compiled kernel to keep that so.</summary>
    public IncidentState State { get; init; }

    /// <summary>What it is about.</summary>
    public required TargetRef Target { get; init; }
    public required ChannelRef Channel { get; init; }

    /// <summary>Where it was opened. Null on an incident from before that was kept.</summary>
    public ChannelRef? OpenedIn { get; init; }

    /// <summary>Null where its channel needs no work.</summary>
    public Room? Room { get; init; }

    /// <summary>Channels on other platforms in which it is live as well.</summary>
    public IReadOnlyList<ChannelRef> Bridges { get; init; } = [];

    /// <summary>Those in which it was live and is not any more. Nobody works on it there, and its readers know that there is one.</summary>
    public IReadOnlyList<ChannelRef> EndedBridges { get => field ?? []; init; }
    public required PersonId OpenedBy { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    public PersonId? AcknowledgedBy { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public PersonId? Assignee { get; init; }
    public IReadOnlyDictionary<IncidentRole, PersonId> Roles { get; init; } = new Dictionary<IncidentRole, PersonId>();

    /// <summary>Those who may see it, where it is private, without having a part in it.</summary>
    /// <remarks>What a stored incident from before does not have is read as null, whatever stands here as its default.</remarks>
    public IReadOnlyList<PersonId> Invited { get => field ?? []; init; }

    /// <summary>Why, in one sentence: stated by a person, or what the last reading of trouble said. That all is well is never a cause.</summary>
    public string? Cause { get; init; }

    /// <summary>When that was read or stated; null on an incident from before that was kept.</summary>
    public DateTimeOffset? CauseAt { get; init; }

    /// <summary>Who stated it; null where a reading found it. What is read later does not take the place of what a person has said.</summary>
    public PersonId? CauseBy { get; init; }

    /// <summary>What people have said of the services, the last word on each.</summary>
    public IReadOnlyList<Impact> Impacts { get => field ?? []; init; }

    /// <summary>Null where nobody hands it over.</summary>
    public Handover? Handover { get; init; }

    /// <summary>Who waits for an update, one question each; taken away by the next one that a person gives.</summary>
    public IReadOnlyList<UpdateQuestion> Questions { get => field ?? []; init; }

    /// <summary>Channels of stakeholders that were told of it, and so hear of its end: also where it has fallen below their rule since.</summary>
    public IReadOnlyList<ChannelRef> Stakeholders { get => field ?? []; init; }

    /// <summary>Who wants to hear of it without working on it, once each; also after its end, because it may be reopened.</summary>
    public IReadOnlyList<Follower> Followers { get => field ?? []; init; }

    /// <summary>What has to be done because of it, also after its end.</summary>
    public IReadOnlyList<IncidentTask> Tasks { get => field ?? []; init; }

    /// <summary>How many were ever given: numbers are not given twice.</summary>
    public int TasksEver { get; init; }

    /// <summary>When everybody was last reminded of those that are due; null before.</summary>
    public DateTimeOffset? TasksRemindedAt { get; init; }

    /// <summary>Null on one that no alert has to do with.</summary>
    public AlertTally? Alerts { get; init; }

    /// <summary>How many assessments have reported since the incident was opened or reopened.</summary>
    public int Findings { get; init; }

    /// <summary>As the last verification, or the soak, saw them.</summary>
    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    /// <summary>How they stood when the bot last looked; null before it did.</summary>
    public Standing? Standing { get; init; }

    /// <summary>Reads that saw something wrong, and are checks of it since.</summary>
    public IReadOnlyList<WatchedRead> Watched { get => field ?? []; init; }

    /// <summary>How many were ever taken in: numbers are not given twice.</summary>
    public int WatchedEver { get; init; }

    public DateTimeOffset? SoakUntil { get; init; }
    public bool SoakPassed { get; init; }

    /// <summary>The runbook it follows, with what came of its steps.</summary>
    public RunbookProgress? Runbook { get; init; }

    /// <summary>An override that waits for a second person.</summary>
    public OverrideRequest? PendingOverride { get; init; }

    /// <summary>
    /// When service was back: at the first look since when all checks have passed, as a verification has confirmed. Null before
    /// that, after a regression or a reopen, and where people went on by an override.
    /// </summary>
    public DateTimeOffset? MitigatedAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When everybody was last told how things stand, by a person or by the bot; null when nobody has been.</summary>
    public DateTimeOffset? LastUpdateAt { get; init; }

    /// <summary>Null where nobody waits for an update: it is over, does not happen now, or is from before that was kept.</summary>
    public UpdatePromises? UpdatePromises { get; init; }

    /// <summary>The numbers of the entries that somebody has corrected or struck.</summary>
    public IReadOnlyList<int> Corrected { get => field ?? []; init; }

    /// <summary>Null until it has been resolved once.</summary>
    public SummaryVersion? Summary { get; init; }

    /// <summary>Kept by the ledger with every entry that is written. Null on an incident that was last saved before they were.</summary>
    public Milestones? Milestones { get; init; }

    /// <summary>The version this was read at; 0 for one that was never saved. The store adds one.</summary>
    public int Version { get; init; }

    /// <summary>Where everything about it is said.</summary>
    public IEnumerable<ChannelRef> Channels => Bridges.Prepend(Channel).Distinct();

    /// <summary>Where its card is kept up to date: beside its channels the one in which it was opened.</summary>
    public IEnumerable<ChannelRef> Shown => (Room is null ? Channels : Channels.Append(Room.Origin)).Distinct();

    /// <summary>
    /// Where it was opened, while it is handled in a channel of its own: readers there see that there is one and how it stands,
    /// and are told what they must know. Null where that is one of its channels.
    /// </summary>
    public ChannelRef? AnnouncedIn => (Room?.Origin ?? OpenedIn) is { } origin && !Channels.Contains(origin) ? origin : null;

    /// <summary>Where readers see that there is one and how it stands, and are told what they must know: where nobody works on it.</summary>
    public IEnumerable<ChannelRef> AnnouncedTo => (AnnouncedIn is { } origin ? Stakeholders.Prepend(origin) : Stakeholders).Distinct().Except(Channels);

    /// <summary>
    /// Whether nothing may be said of it there for everybody to read: a private one does not spread into the channel that it was
    /// merely opened in, also not while it has no other. Those who may see it get their answers there all the same.
    /// </summary>
    public bool IsHushedIn(ChannelRef channel) =>
        IsPrivate && (channel == OpenedIn || channel == Room?.Origin) && channel != Room?.Place && !Bridges.Contains(channel);

    /// <summary>As people read it; null where it has no name but its id.</summary>
    public string? NameOfChannel => Channel == Room?.Place ? Room.Name : null;

    /// <summary>Everybody who has or had a part in it, or was asked in.</summary>
    [JsonIgnore]
    public IEnumerable<PersonId> Involved =>
        new[] { OpenedBy, AcknowledgedBy, Assignee, Handover?.To }.OfType<PersonId>().Concat(Roles.Values)
            .Concat(Tasks.Select(task => task.Owner).OfType<PersonId>()).Concat(Invited).Distinct();

    /// <summary>Those who are told: who has no part in a private incident any more hears nothing more of it.</summary>
    [JsonIgnore]
    public IEnumerable<Follower> Listening => Followers.Where(follower => !IsPrivate || Involved.Contains(follower.By));

    /// <summary>Whether the account is told alone of whatever readers must know.</summary>
    public bool IsTold(Account account) => Listening.Any(follower => follower.To == account);

    /// <summary>The services that its runbook names.</summary>
    [JsonIgnore]
    public IEnumerable<string> Services => Runbook?.Services.Select(service => service.Name).Distinct() ?? [];

    public string Label => $"INC-{Number}";
    public bool IsOpen => State is not (IncidentState.Resolved or IncidentState.Closed or IncidentState.Cancelled);
}

public enum IncidentRole
{
    Commander,
    Scribe,
    Liaison,
}

/// <summary>A verification check as it came out last.</summary>
public sealed record CheckResult(string Name, bool Passed, string Evidence, DateTimeOffset At)
{
    /// <summary>
    /// No look at the service: what names it is a run of which nobody knows yet how it ends. A verification waits for that, and service
    /// may be back all the same.
    /// </summary>
    public bool IsOfRun { get; init; }

    /// <summary>The numbers in it; none in one that was kept before they were.</summary>
    public IReadOnlyList<Reading> Readings { get => field ?? []; init; }
}
