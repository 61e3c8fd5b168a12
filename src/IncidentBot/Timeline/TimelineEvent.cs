using System.Diagnostics;
using System.Text.Json.Serialization;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Readings;

namespace IncidentBot.Timeline;

/// <summary>
/// What happened, as a fact. Names of people and rooms are kept as they were that day; free text is redacted before it gets
/// here. How each reads is in <see cref="EventText"/>. The names in JSON are stored: they stay when a type is renamed.
/// </summary>
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Acknowledged), "acknowledged")]
[JsonDerivedType(typeof(Moved), "moved")]
[JsonDerivedType(typeof(Found), "found")]
[JsonDerivedType(typeof(Checked), "checked")]
[JsonDerivedType(typeof(RunMoved), "run")]
[JsonDerivedType(typeof(RunbookStarted), "runbook")]
[JsonDerivedType(typeof(StepDone), "step")]
[JsonDerivedType(typeof(StatusUpdated), "update")]
[JsonDerivedType(typeof(Noted), "note")]
[JsonDerivedType(typeof(Learned), "learned")]
[JsonDerivedType(typeof(Changed), "changed")]
[JsonDerivedType(typeof(Overridden), "override")]
[JsonDerivedType(typeof(Escalated), "escalated")]
[JsonDerivedType(typeof(RoomMoved), "room")]
[JsonDerivedType(typeof(Bridged), "bridge")]
[JsonDerivedType(typeof(Corrected), "corrected")]
[JsonDerivedType(typeof(Struck), "struck")]
[JsonDerivedType(typeof(Invited), "invited")]
[JsonDerivedType(typeof(Looked), "looked")]
[JsonDerivedType(typeof(CauseStated), "cause")]
[JsonDerivedType(typeof(Unwatched), "unwatched")]
[JsonDerivedType(typeof(ImpactStated), "impact")]
[JsonDerivedType(typeof(ImpactStruck), "no-impact")]
[JsonDerivedType(typeof(ImpactBegan), "impact-began")]
[JsonDerivedType(typeof(DrillEnded), "drill-ended")]
[JsonDerivedType(typeof(HandedOver), "handover")]
[JsonDerivedType(typeof(UpdateAsked), "ask-update")]
[JsonDerivedType(typeof(TaskGiven), "task")]
[JsonDerivedType(typeof(TaskEnded), "task-ended")]
[JsonDerivedType(typeof(UpdatesSnoozed), "snooze-updates")]
[JsonDerivedType(typeof(AlertsChanged), "alerts")]
[JsonDerivedType(typeof(AlertsSeen), "alerts-seen")]
public abstract record TimelineEvent
{
    private TimelineEvent()
    {
    }

    [JsonIgnore]
    public TimelineKind Kind => this switch
    {
        Opened => TimelineKind.Opened,
        Acknowledged => TimelineKind.Acknowledged,
        Moved => TimelineKind.Transition,
        Found => TimelineKind.Finding,
        Checked or Looked => TimelineKind.Check,
        CauseStated => TimelineKind.Cause,
        ImpactStated or ImpactStruck or ImpactBegan => TimelineKind.Impact,
        TaskGiven or TaskEnded => TimelineKind.Task,
        AlertsChanged or AlertsSeen => TimelineKind.Alert,
        RunMoved => TimelineKind.Run,
        RunbookStarted or StepDone => TimelineKind.Runbook,
        StatusUpdated or UpdateAsked or UpdatesSnoozed => TimelineKind.Update,
        Noted => TimelineKind.Note,
        Learned => TimelineKind.Lesson,
        Changed or HandedOver or RoomMoved or Bridged or Invited or Unwatched or DrillEnded => TimelineKind.Changed,
        Overridden => TimelineKind.Override,
        Escalated => TimelineKind.Escalated,
        Corrected or Struck => TimelineKind.Correction,
        Said said => said.Of,
        _ => throw new UnreachableException(),
    };

    public sealed record Opened(Severity Severity, string Title, string Target) : TimelineEvent
    {
        public IncidentKind Of { get; init; }
        public bool IsPrivate { get; init; }
    }

    /// <param name="ByStep">True where nobody said so: whoever takes a step has seen the incident.</param>
    public sealed record Acknowledged(bool ByStep = false) : TimelineEvent;

    /// <summary>A step of the lifecycle.</summary>
    /// <param name="Why">A sentence; empty when the step speaks for itself.</param>
    public sealed record Moved(IncidentState From, IncidentState To, string Why) : TimelineEvent
    {
        /// <summary>It went on although its checks, or its soak, did not allow it. Never set in an entry from before that was kept.</summary>
        public bool ByOverride { get; init; }
    }

    /// <summary>A target was read.</summary>
    /// <param name="Call">As a person would type it.</param>
    public sealed record Found(FoundBy Way, string Call, string Answer, bool Healthy) : TimelineEvent
    {
        /// <summary>The step of the runbook that a person took by reading.</summary>
        public int? Step { get; init; }

        /// <summary>The name of the failure class, such as <c>REFUSED</c>, when there is one.</summary>
        public string? FailureClass { get; init; }

        /// <summary>What was measured, beside the answer.</summary>
        public IReadOnlyList<Reading> Readings { get => field ?? []; init; }

        /// <summary>All that was read for the answer, as a person would type it; empty where that is the one call.</summary>
        public IReadOnlyList<string> Reads { get => field ?? []; init; }

        public IReadOnlyList<Unseen> NotSeen { get => field ?? []; init; }

        /// <summary>The reads that the answer stands on: those that saw something, be it a part.</summary>
        [JsonIgnore]
        public IEnumerable<string> Calls =>
            (Reads.Count > 0 ? Reads : [Call]).Where(call => !NotSeen.Any(unseen => unseen.Call == call && !unseen.InPart));

        /// <param name="call">As a person would type it.</param>
        internal static Found Of(FoundBy way, string call, ActionReport report) => new(way, call, report.Answer, report.Healthy)
        {
            FailureClass = report.FailureClass,
            Readings = report.Readings,
            NotSeen = [.. Unseen.Of(call, report)],
        };
    }

    /// <summary>The verification checks ran, and what they said mattered.</summary>
    /// <param name="Results">Empty where none are defined.</param>
    public sealed record Checked(CheckedAt When, IReadOnlyList<CheckResult> Results) : TimelineEvent
    {
        /// <summary>Set on <see cref="CheckedAt.SoakPassed"/>: how long they kept passing.</summary>
        public TimeSpan? Soak { get; init; }
    }

    /// <summary>The bot looked while people were at work, and it was otherwise than before: all is well now, or is not any more.</summary>
    public sealed record Looked(bool Well, IReadOnlyList<CheckResult> Results) : TimelineEvent;

    /// <summary>A person says why it happened.</summary>
    public sealed record CauseStated(string Cause) : TimelineEvent;

    /// <summary>A person says what is noticed of a service.</summary>
    /// <param name="From">Since when; null where nobody has said.</param>
    /// <param name="Until">Null while it goes on.</param>
    public sealed record ImpactStated(string Service, string Impact, DateTimeOffset? From, DateTimeOffset? Until) : TimelineEvent;

    /// <summary>A person has looked, and a service is not affected.</summary>
    public sealed record ImpactStruck(string Service, string Reason) : TimelineEvent;

    /// <summary>A person says when people began to notice something, which may be before the opening. The last word counts.</summary>
    public sealed record ImpactBegan(DateTimeOffset Began) : TimelineEvent;

    /// <summary>What has changed among the alerts of the incident, of a minute at most.</summary>
    /// <param name="Firing">How many fire by now.</param>
    public sealed record AlertsChanged(AlertNews News, int Firing, int Resolved, int Truncated) : TimelineEvent
    {
        /// <summary>How a person knows, where a person has said so and no source.</summary>
        public string? Why { get; init; }
    }

    /// <summary>A person has seen all alerts that there were.</summary>
    public sealed record AlertsSeen(int Firing) : TimelineEvent;

    /// <summary>Somebody is to do something, or it is to be done otherwise than it was given before.</summary>
    /// <param name="OwnerName">As it was that day.</param>
    /// <param name="Due">Null where nobody has said.</param>
    public sealed record TaskGiven(int Number, string Task, PersonId? Owner, string? OwnerName, DateTimeOffset? Due) : TimelineEvent;

    /// <param name="IsDone">False where it was dropped.</param>
    /// <param name="Why">Of one that was dropped; of one that is done what came of it, which may be empty.</param>
    public sealed record TaskEnded(int Number, string Task, bool IsDone, string Why) : TimelineEvent;

    /// <summary>A read that had seen something wrong is no check of the incident any more.</summary>
    /// <param name="Check">See <see cref="WatchedRead.Name"/>.</param>
    public sealed record Unwatched(string Check, string Reason) : TimelineEvent;

    /// <summary>A run went on, or somebody looked at it.</summary>
    /// <param name="State">The one it is in from then on.</param>
    /// <param name="What">How, in words that follow its label: <c>approved by Grace</c>.</param>
    public sealed record RunMoved(RunId Run, int Number, RunState State, string What) : TimelineEvent
    {
        /// <summary>The step of the runbook that it carries out.</summary>
        public int? Step { get; init; }
    }

    /// <param name="Hash">SHA-256 of the pinned text in lowercase hex.</param>
    /// <param name="Why">A sentence: named by a person, or what it was chosen by.</param>
    public sealed record RunbookStarted(string Id, string Title, string Hash, string Why) : TimelineEvent;

    /// <summary>A step of the runbook was dealt with by a person, or had nothing to do.</summary>
    /// <param name="Task">The instruction, or the call, cut to one line.</param>
    /// <param name="Result">What was found, or why it was skipped; may be empty where it was done.</param>
    public sealed record StepDone(int Step, StepState How, string Task, string Result) : TimelineEvent;

    /// <summary>Everybody was told how things stand.</summary>
    /// <param name="Update">The words of whoever gave it; of the bot's own what has changed since the last one.</param>
    public sealed record StatusUpdated(string Update) : TimelineEvent
    {
        /// <summary>What was noticed by then, in one sentence; null in an entry from before that was kept, and after the end.</summary>
        public string? Impact { get; init; }

        /// <summary>When the next one was promised; null where there was none to come, or nobody kept it.</summary>
        public DateTimeOffset? Next { get; init; }

        /// <summary>For when this one was promised; null where it was not.</summary>
        public DateTimeOffset? Promised { get; init; }

        public bool ByBot { get; init; }
    }

    /// <summary>Somebody has asked the bot to give no updates for a while.</summary>
    /// <param name="Until">Null where it is to give them again before that was over.</param>
    public sealed record UpdatesSnoozed(DateTimeOffset? Until, string Reason) : TimelineEvent;

    /// <summary>Somebody wants to give the incident to somebody else, or that one has taken it.</summary>
    /// <param name="IsTaken">False where it is offered, and stays with whoever has it.</param>
    public sealed record HandedOver(PersonId From, string FromName, PersonId To, string ToName, bool IsTaken) : TimelineEvent;

    /// <summary>Somebody waits for an update.</summary>
    /// <param name="Question">Empty where they only want to know how it stands.</param>
    public sealed record UpdateAsked(string Question) : TimelineEvent;

    public sealed record Noted(string Note) : TimelineEvent;

    /// <summary>A person says what is to be learned of it.</summary>
    public sealed record Learned(LearnedKind How, string Text) : TimelineEvent;

    /// <param name="From">Null where there was none before.</param>
    public sealed record Changed(IncidentField Field, string? From, string To) : TimelineEvent;

    /// <summary>An override was asked for, or answered.</summary>
    /// <param name="Code">See <see cref="OverrideRequest.Code"/>.</param>
    public sealed record Overridden(OverrideStep How, IncidentState LeadsTo, string Reason, string Code, PersonId AskedBy, string AskedByName) : TimelineEvent
    {
        /// <inheritdoc cref="OverrideRequest.DespiteAlerts"/>
        public bool DespiteAlerts { get; init; }
    }

    /// <param name="Times">1 for the first time.</param>
    public sealed record Escalated(int Times, TimeSpan Waited) : TimelineEvent;

    /// <summary>The incident went into a room of its own, or out of it.</summary>
    /// <param name="Why">Set where people have put the room away themselves: what they did to it.</param>
    public sealed record RoomMoved(RoomStay How, string Room, string? Why) : TimelineEvent;

    /// <param name="Ended">False where it begins.</param>
    public sealed record Bridged(ChannelRef Channel, bool Ended) : TimelineEvent;

    /// <summary>A rehearsal is over, and how long everything took from its opening; see <see cref="Incidents.Drill"/>.</summary>
    public sealed record DrillEnded(string Of, TimeSpan? ToCause, TimeSpan? ToRepair, TimeSpan? ToVerify) : TimelineEvent;

    /// <summary>Somebody who had no part in a private incident may see it from then on.</summary>
    public sealed record Invited(PersonId Who, string Name) : TimelineEvent;

    /// <summary>A person says better what an entry says, or when it was. What it said before stays; see <see cref="Corrections"/>.</summary>
    /// <param name="Entry">Its number.</param>
    /// <param name="Text">Null where the words stay.</param>
    /// <param name="At">Null where the time stays.</param>
    /// <param name="Reason">May be left out: better words speak for themselves.</param>
    public sealed record Corrected(int Entry, string? Text, DateTimeOffset? At, string? Reason) : TimelineEvent;

    /// <summary>A person says that an entry is not so. It stays to be read, and counts no more.</summary>
    public sealed record Struck(int Entry, string Reason) : TimelineEvent;

    /// <summary>An entry from before events had types: what little is known of it, beside its text. Read by <see cref="OlderEntry"/>, never written.</summary>
    public sealed record Said(TimelineKind Of) : TimelineEvent
    {
        public IncidentState? From { get; init; }
        public IncidentState? To { get; init; }

        /// <summary>The run that it tells of, by its label.</summary>
        public string? Run { get; init; }

        /// <summary>A runbook was taken by it.</summary>
        public bool StartsRunbook { get; init; }
    }
}

/// <summary>Who had a target read, and as what.</summary>
public enum FoundBy
{
    /// <summary>The bot, to find out what is wrong.</summary>
    Assessment,

    /// <summary>A part of an assessment that was too slow for its finding.</summary>
    LateRead,

    /// <summary>A person, as a command or as a step of the runbook.</summary>
    Person,
}

/// <summary>What the checks were run for.</summary>
public enum CheckedAt
{
    Verification,

    /// <summary>The soak is over and it can be resolved.</summary>
    SoakPassed,

    /// <summary>The soak is over and they do not pass.</summary>
    SoakOver,
}

/// <summary>What a person says of how it went.</summary>
public enum LearnedKind
{
    Learned,
    WentWell,
    WentBadly,

    /// <summary>It went well, and nobody has to thank for it but chance.</summary>
    Lucky,
}

public enum IncidentField
{
    Severity,
    Assignee,
    Commander,
    Scribe,
    Liaison,
}

public enum OverrideStep
{
    Asked,
    Approved,
    Rejected,
}

public enum RoomStay
{
    Begun,
    Ended,
}
