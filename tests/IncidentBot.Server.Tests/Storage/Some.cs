using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Timeline;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>Records to store: plain ones by name, and by seed ones with everything in them that may give a store trouble.</summary>
internal sealed class Some(int seed)
{
    private static readonly string[] Words =
    [
        "Redis is down", "", " ", "rl:*", "it's \"quoted\" \\ and / slashed", "line\nbreak\ttab", "żółć ☃ 日本語", "👩‍🚒 family", "<t:1763806500>",
        "{\"$type\":\"text\"}", "'; drop table incidents; --", "@id $1 :name ?", "%3A%25", "\u3000\u00a0\u2009", new('x', 3000), "null",
    ];

    private readonly Random random = new(seed);

    public static readonly DateTimeOffset Now = new(2025, 11, 22, 10, 15, 0, TimeSpan.Zero);
    public static readonly ChannelRef Ops = new("slack", "T1DC2JH3J", "C2147483705");
    public static readonly ChannelRef Other = new("teams", "72f988bf", "19:5d1b@thread.tacv2");
    public static readonly PersonId Ada = new("ada");

    private static int number;

    public static DateTimeOffset In(double seconds) => Now.AddSeconds(seconds);

    public static Account Account(string user) => new("slack", "T1DC2JH3J", user);

    public static InboxMessage Message(string key, string user = "U1", string text = "/redis ping") =>
        new(key, Account(user), user, Ops, text, "https://hooks.example/1", Now);

    public static Incident Incident(ChannelRef? channel = null) => new()
    {
        Id = IncidentId.New(Now),
        Number = Interlocked.Increment(ref number),
        Title = "Redis out of memory",
        Severity = Severity.P0,
        Target = new TargetRef("redis", "primary"),
        Channel = channel ?? Ops,
        OpenedBy = Ada,
        OpenedAt = Now,
        UpdatedAt = Now,
    };

    public static Run Run(string target = "primary", RunState state = RunState.Approved) => new()
    {
        Id = RunId.New(Now),
        Number = Interlocked.Increment(ref number),
        Call = new ActionCall(new ActionId("redis.clear-cache"), target, new Dictionary<string, string> { ["pattern"] = "rl:*" }),
        Risk = Risk.Destructive,
        State = state,
        Plan = new ActionPlan("Would unlink about 1,204,000 keys, 312 MB."),
        PlanHash = new string('7', 64),
        ValidUntil = In(600),
        RequestedBy = Ada,
        RequestedAt = Now,
        Channel = Ops,
        Lease = state is RunState.Running or RunState.Unknown ? new RunLease("replica-1", In(30)) : null,
    };

    public static TimelineEntry Entry(IncidentId incident, string text = "Opened") => TimelineEntry.Of(incident, Now, Ada, new TimelineEvent.Noted(text));

    public static AuditEntry Audited(string subject = "redis.ping on primary") => new(Now, Ada, AuditKind.Intended, subject);

    public static Outgoing Post(string title, ChannelRef? channel = null) => new Outgoing.Post(channel ?? Ops, new Card(title));

    public static Appointment Soak(string key, DateTimeOffset dueAt) => new(key, AppointmentKind.Soak, Guid.NewGuid(), dueAt);

    public string Text() => Pick(Words);

    public DateTimeOffset Time() =>
        Now.AddTicks(random.NextInt64(-TimeSpan.TicksPerDay, TimeSpan.TicksPerDay * 400)).ToOffset(TimeSpan.FromMinutes(random.Next(-720, 720)));

    public ChannelRef Channel() => new(Pick("slack", "teams", "local", "a:b"), Pick("T1", "", "x%3A:y"), Pick("C1", "19:5d1b@thread.tacv2", "a:b:c"));

    public Incident AnyIncident() => Incident(Channel()) with
    {
        Title = Text(),
        Severity = Any<Severity>(),
        State = Any<IncidentState>(),
        Target = new TargetRef(Flip() ? "" : "host", Text()),
        OpenedBy = Person(),
        OpenedAt = Time(),
        UpdatedAt = Time(),
        AcknowledgedBy = Maybe(Person),
        AcknowledgedAt = Maybe(Time),
        Assignee = Maybe(Person),
        Roles = Enum.GetValues<IncidentRole>().Where(_ => Flip()).ToDictionary(role => role, _ => Person()),
        Cause = Flip() ? Text() : null,
        Findings = random.Next(5),
        Checks = List(() => new CheckResult(Text(), Flip(), Text(), Time())),
        SoakUntil = Maybe(Time),
        SoakPassed = Flip(),
        Runbook = Flip() ? AnyRunbook() : null,
        PendingOverride = Flip() ? new OverrideRequest(Person(), Text(), Any<IncidentTrigger>(), Time()) : null,
        MitigatedAt = Maybe(Time),
        ResolvedAt = Maybe(Time),
        ClosedAt = Maybe(Time),
        LastUpdateAt = Maybe(Time),
        UpdatePromises = Flip()
            ? new UpdatePromises(Time()) { Alone = random.Next(5), Snooze = Flip() ? new UpdateSnooze(Time(), Person(), Text()) : null }
            : null,
    };

    public RunbookProgress AnyRunbook() => new(Text(), Text(), new string('a', 64), random.Next(50), Time())
    {
        Why = Text(),
        Severities = List(() => new SeverityLevel(Any<Severity>(), Text(), Maybe(() => TimeSpan.FromMinutes(random.Next(100))))),
        Services = List(() => new AffectedService(Text(), Text())),
        Checks = List(Text),
        Outcomes = List(
            () => new StepOutcome(random.Next(50), Any<StepState>(), Maybe(Person), Time(), Text()) { Run = Flip() ? "R-1" : null, Times = random.Next(9) }),
    };

    public static PinnedRunbook Pin(string text) =>
        new(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))), "redis-recovery", text, Now);

    /// <summary>On a target of its own, so that any number of them may hold it.</summary>
    public Run AnyRun()
    {
        var run = Run($"target {Guid.NewGuid()}", Any<RunState>());
        return run with
        {
            Call = run.Call with { Action = new ActionId(Pick("redis.ping", "queue.move-failed")), Arguments = Dictionary() },
            Lock = $"{Text()} {Guid.NewGuid()}",
            Risk = Any<Risk>(),
            Plan = new ActionPlan(Text())
            {
                Figures = List(() => new PlanFigure(Text(), Number(), "keys", random.NextDouble())),
                Pins = Dictionary(),
                Carries = Dictionary(),
                Notes = List(Text),
                CannotBeUndone = Flip() ? Text() : null,
            },
            ValidUntil = Time(),
            RequestedBy = Person(),
            RequestedAt = Time(),
            Channel = Channel(),
            Incident = Maybe(() => IncidentId.New(Now)),
            RunbookStep = Maybe(() => random.Next(50)),
            Approval = Flip() ? new Approval(Person(), Time(), run.PlanHash, Flip(), Flip() ? Text() : null) : null,
            Lease = Flip() ? new RunLease(Text(), Time()) : null,
            CancelRequested = Flip(),
            Progress = Flip() ? new RunProgress(Text(), Maybe(random.NextDouble)) : null,
            Outcome = Flip() ? Text() : null,
            Evidence = List(Text),
            StartedAt = Maybe(Time),
            EndedAt = Maybe(Time),
            ReviewedBy = Maybe(Person),
        };
    }

    public TimelineEntry AnyEntry(IncidentId incident) => new(incident, 0, Time(), Maybe(Person), AnyEvent(), Text());

    private TimelineEvent AnyEvent() => random.Next(6) switch
    {
        0 => new TimelineEvent.Moved(Any<IncidentState>(), Any<IncidentState>(), Text()),
        1 => new TimelineEvent.Found(Any<FoundBy>(), Text(), Text(), Flip()) { Step = Maybe(() => random.Next(50)), FailureClass = Flip() ? Text() : null },
        2 => new TimelineEvent.RunMoved(new RunId(Guid.NewGuid()), random.Next(99), Any<RunState>(), Text()) { Step = Maybe(() => random.Next(50)) },
        3 => new TimelineEvent.Overridden(Any<OverrideStep>(), Any<IncidentState>(), Text(), Text(), Person(), Text()),
        4 => new TimelineEvent.Changed(Any<IncidentField>(), Flip() ? Text() : null, Text()),
        _ => new TimelineEvent.Said(Any<TimelineKind>()) { From = Maybe(Any<IncidentState>), To = Maybe(Any<IncidentState>) },
    };

    public AuditEntry AnyAudited() => new(Time(), Maybe(Person), Any<AuditKind>(), Text()) { Detail = Dictionary() };

    public InboxMessage AnyMessage() =>
        new($"{Text()} {Guid.NewGuid()}", new Account(Pick("slack", "a:b"), Text(), Text()), Text(), Channel(), Text(), Flip() ? Text() : null, Time());

    public Outgoing AnyOutgoing(ChannelRef channel) => random.Next(3) switch
    {
        0 => new Outgoing.Reply(new ReplyAddress(channel, new Account("slack", Text(), Text()), Flip() ? Text() : null), AnyCard()) { ToDecision = Flip() },
        1 => new Outgoing.Post(channel, AnyCard()),
        _ => new Outgoing.Refresh(channel, new LiveSubject(Pick(LiveSubject.Incident, LiveSubject.Run, LiveSubject.Runbook), Guid.NewGuid())),
    };

    public Answer AnyAnswer() => new(
        random.Next(4) switch
        {
            0 => new Outcome.Done(),
            1 => new Outcome.Refused(Text(), Text()),
            2 => new Outcome.Wrong(Text(), Text()),
            _ => new Outcome.Failed(Text()),
        },
        Flip() ? new Subject(Any<SubjectKind>(), random.Next(1, 99)) : null,
        AnyCard());

    public ChannelMessage AnyPosted(ChannelRef channel) => new(Guid.NewGuid().ToString(), channel, Time(), Maybe(Person), null, AnyCard(), 0);

    public Card AnyCard() => new(Text())
    {
        Tone = Any<Tone>(),
        Blocks = List<CardBlock>(() => random.Next(6) switch
        {
            0 => new CardBlock.Text(Text()),
            1 => new CardBlock.Fields(List(() => new CardField(Text(), Text()))),
            2 => new CardBlock.Lines(List(Text)),
            3 => new CardBlock.Progress(Text(), Maybe(random.NextDouble)),
            4 => new CardBlock.File(Text(), Text(), Text()) { Instead = Flip() ? Text() : null },
            _ => new CardBlock.Footnote(Text()),
        }),
        Buttons = List(() => new CardButton(Text(), Text()) { Style = Any<ButtonStyle>(), Confirm = Flip() ? Text() : null, OnceKey = Flip() ? Text() : null }),
    };

    private PersonId Person() => new(Text());

    private double Number() => Pick(0, -1.5, 0.1, 1_204_000, 1e16, 1.0 / 3, double.MaxValue, double.Epsilon, double.PositiveInfinity);

    private bool Flip() => random.Next(2) == 0;

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];

    private T Any<T>()
        where T : struct, Enum => Pick(Enum.GetValues<T>());

    private T? Maybe<T>(Func<T> make)
        where T : struct => Flip() ? make() : null;

    private List<T> List<T>(Func<T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make())];

    private Dictionary<string, string> Dictionary() => Words.Where(_ => random.Next(4) == 0).ToDictionary(word => word, _ => Text());
}
