using IncidentBot.Actions;
using IncidentBot.Alerting;
using IncidentBot.Audience;
using IncidentBot.Audit;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Rooms;
using IncidentBot.Rounds;
using IncidentBot.Runbooks;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Tests.Support;

/// <summary>A desk with everything around it, one incident at a time, and shorthand for what people do there.</summary>
internal sealed class IncidentRoom
{
    public static readonly ChannelRef DailyAnchors = new("local", "demo", "audit");

    public IncidentRoom(
        IncidentPolicy? policy = null,
        IncidentChannel? channelFor = null,
        PeopleDirectory? people = null,
        IIncidentRooms? rooms = null,
        IReadOnlyDictionary<string, ChannelRef>? bridges = null,
        TinyKind? tiny = null,
        TargetCatalogue? targets = null,
        IncidentRoom? before = null,
        IReadOnlyList<AlertRule>? alertRules = null,
        IReadOnlyList<StakeholderRule>? stakeholders = null,
        params IRunbookAction[] actions)
    {
        Store = before?.Store ?? new InMemoryStore();
        Time = before?.Time ?? new FakeTimeProvider(Some.Night);
        people ??= Some.People;
        Policy = policy ?? new IncidentPolicy();
        Checks = new FakeChecks(Time);
        targets ??= new TargetCatalogue(
        [
            new Target("primary", "redis", "10.0.0.1:6379"),
            new Target("sessions", "redis", "10.0.0.2:6379"),
            new Target("web", "http", "web"),
            .. tiny?.Targets ?? [],
        ],
        [
            new TargetKind("redis", "Targets", "the README of Redis") { Situation = "Redis is sick", Looks = ["diagnose", "ping"] },
            .. tiny is null ? (IEnumerable<TargetKind>)[] : [tiny.Kind],
        ]);
        var redactor = new Redactor(["hunter2"]);
        var ledger = new AudienceLedger(
            new EverywhereLedger(new MilestoneLedger(new RedactingLedger(Store, redactor), Store.Incidents), Store.Incidents, Store.Runs),
            stakeholders ?? [],
            people);
        var rounds = new RoundDecisions(ledger, Store.Incidents, Store.Schedule, Time);
        var verifications = new Verifications([Checks, .. tiny?.Verifications ?? []], targets);
        Actions = new ActionCatalogue([Diagnose, .. tiny?.Actions ?? [], .. actions]);
        Targets = targets;
        Reader = new AuditedReader(Actions, Store, redactor, Time);
        var calls = new ActionCallReader(Actions, targets);
        var checks = new AuditedChecks(verifications, new ReadChecks(Actions, calls, Reader, Policy, Time), Store, redactor, Policy, Time);
        var runbooks = new RunbookReader(Actions, Targets);
        Library = new RunbookLibrary(Files, runbooks);
        Pinned = new PinnedRunbooks(Store.Runbooks, runbooks);
        Choice = new RunbookChoice(Library, targets, redactor, Time);
        Cards = new IncidentCards(Store.Runs, new IncidentCard(people, Policy), new WatchText(Store.Watch, Time), Time);
        var made = new IncidentRooms(rooms is null ? [] : [rooms]);
        Lookup = new Lookup(Store.Incidents, Store.Runs);
        Readings = new IncidentReadings(verifications);
        Desk = new IncidentDesk(
            ledger,
            Store.Incidents,
            Store.Runs,
            Store.Alerts,
            Lookup,
            people,
            targets,
            Policy,
            channelFor ?? ((_, _, origin) => origin),
            Choice,
            made,
            new IncidentBridges(bridges ?? new Dictionary<string, ChannelRef>(), (_, channel) => channel),
            Readings,
            (account, _) => Task.FromResult(WhyNotAlone(account)),
            Cards,
            redactor,
            Time);
        Summaries = new SummaryDesk(
            ledger,
            Store.Incidents,
            Store.Runs,
            Lookup,
            people,
            new SummaryForms((_, _, _) => Task.FromResult<IReadOnlyList<ReadingChart>>([]), document => Task.FromResult($"<p>{document.Title}</p>"), null),
            Time);
        AlertRules = new AlertRules(alertRules ?? [], targets);
        var openings = new AlertOpenings(
            ledger, Choice, Library, Alerting, Policy, channelFor ?? ((_, _, origin) => origin), made, people, Time);
        AlertDesk = new AlertDesk(ledger, Store.Alerts, Store.Incidents, AlertRules, openings, Alerting, redactor, Time);
        AlertRequests = new AlertRequests(ledger, Store.Alerts, Store.AlertInbox, Lookup, ["prometheus"], redactor, people, Time);
        Due = new DueWork(
        [
            new AlertNewsRound(rounds, openings),
            new HeldAlertsRound(rounds, Store.Alerts, AlertDesk),
            new SilenceRound(ledger, Store.Alerts, AlertDesk, Time),
            new UnheardAlertsRound(rounds, Store.Alerts, Store.AlertInbox, FiringAlerts, openings, Alerting, Time),
            new AssessmentRound(rounds, new AssessmentReads(verifications, Pinned, Actions, calls), Choice, Reader, Readings, Policy, people, Time),
            new VerificationRound(rounds, checks, Store.Runs, Policy, people, Time),
            new LookRound(rounds, checks, Store.Runs, Policy, people, Time),
            new SoakRound(rounds, checks, Store.Runs, Policy, people, Time),
            new EscalationRound(rounds, Store.Incidents, Policy, people, Time),
            new ForgottenRound(rounds, Store.Incidents, Policy, Time),
            new TaskRound(rounds, Policy, people, Time),
            new StatusUpdateRound(rounds, checks, Store.Incidents, Store.Runs, Policy, people, Time),
            new SummaryRound(rounds, Store.Incidents, Store.Runs, Store.Audit, people, Time),
            new ApprovalRound(ledger, Store.Runs, Store.Incidents, people, new RunCard(people, StepUp.None), Time),
            new AnchorRound(ledger, Store.Audit, Time, DailyAnchors),
            new RoomRound(
                rounds,
                made,
                Store.Incidents,
                Store.Runs,
                Store.Outbox,
                new RoomPeople(people, Store.Links, new GroupPermissions([Members.Group], [Members], Time, NullLogger<GroupPermissions>.Instance)),
                Policy,
                people,
                Time),
        ]);
    }

    public InMemoryStore Store { get; }
    public FakeTimeProvider Time { get; }
    public FakeRead Diagnose { get; } = new("redis.diagnose");
    public FakeChecks Checks { get; }

    /// <summary>What keeps the bot from telling an account something alone; null for all of them unless a test says otherwise.</summary>
    public Func<Account, string?> WhyNotAlone { get; set; } = _ => null;
    public FakeGroup Members { get; } = new();
    public IncidentPolicy Policy { get; }
    public ActionCatalogue Actions { get; }
    public TargetCatalogue Targets { get; }
    public AuditedReader Reader { get; }
    public InMemoryRunbookFiles Files { get; } = new();
    public RunbookLibrary Library { get; }
    public PinnedRunbooks Pinned { get; }
    public RunbookChoice Choice { get; }
    public IncidentCards Cards { get; }
    public IncidentDesk Desk { get; }
    public SummaryDesk Summaries { get; }
    public Lookup Lookup { get; }
    public IncidentReadings Readings { get; }
    public DueWork Due { get; }
    public AlertPolicy Alerting { get; } = new(new ChannelRef("local", "demo", "alerts"));
    public FakeFiringAlerts FiringAlerts { get; } = new();
    public AlertRules AlertRules { get; }
    public AlertDesk AlertDesk { get; }
    public AlertRequests AlertRequests { get; }

    public Incident Incident => Store.Incidents.FindAsync(1, default).Result!;
    public IReadOnlyList<TimelineEntry> Timeline => Store.Incidents.WholeTimelineAsync(Incident.Id, default).Result;
    public IEnumerable<Card> Replies => Store.Said.OfType<Outgoing.Reply>().Select(reply => reply.Card);
    public IEnumerable<Card> Posts => Store.Said.OfType<Outgoing.Post>().Select(post => post.Card);
    public string LastReply => PlainText.Render(Replies.Last());
    public string LastPost => PlainText.Render(Posts.Last());
    public AuditEntry LastAudit => Store.Audit.Entries[^1];

    /// <summary>Brings the one incident into a state, by what people do.</summary>
    public async Task<IncidentRoom> InAsync(IncidentState state)
    {
        await Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is down", null, default);
        if (state is IncidentState.Declared)
        {
            return this;
        }

        if (state is IncidentState.Cancelled)
        {
            await Desk.CancelAsync(Some.Request(Some.Ada), 1, "a test", default);
            return this;
        }

        await CarryOutAsync();
        await Desk.AcknowledgeAsync(Some.Request(Some.Ada), 1, default);
        Func<Task>[] steps =
        [
            () => Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default),
            () => Desk.VerifyAsync(Some.Request(Some.Ada), 1, default),
            CarryOutAsync,
            () => PassAsync(Policy.Soak),
            () => Desk.CloseAsync(Some.Request(Some.Ada), 1, default),
        ];
        foreach (var step in steps.TakeWhile(_ => Incident.State != state))
        {
            await step();
        }

        Assert.Equal(state, Incident.State);
        return this;
    }

    /// <summary>Carries out all that is due now.</summary>
    public async Task CarryOutAsync()
    {
        while (await Store.Schedule.ClaimAsync(Time.GetUtcNow(), Time.GetUtcNow().AddMinutes(1), default) is { } item)
        {
            await Due.CarryOutAsync(item, default);
        }
    }

    /// <summary>Lets time go by, with everything carried out when it falls due.</summary>
    public async Task PassAsync(TimeSpan length)
    {
        var end = Time.GetUtcNow() + length;
        while (Store.Schedule.Waiting is [var next, ..] && next.DueAt <= end)
        {
            if (next.DueAt > Time.GetUtcNow())
            {
                Time.Advance(next.DueAt - Time.GetUtcNow());
            }

            await CarryOutAsync();
        }

        Time.Advance(end - Time.GetUtcNow());
    }
}
