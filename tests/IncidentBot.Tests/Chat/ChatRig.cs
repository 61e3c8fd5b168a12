using IncidentBot.Actions;
using IncidentBot.Chat;
using IncidentBot.Commands;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Measurements;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Reporting.Reports;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Tests.Chat;

/// <summary>Everything between a typed line and the outbox, around an <see cref="IncidentRoom"/>.</summary>
internal sealed class ChatRig
{
    private int typed;

    public ChatRig(params Command[] extra)
        : this(new IncidentPolicy(), [], extra)
    {
    }

    public ChatRig(TinyKind tiny)
        : this(new IncidentPolicy(), [], tiny)
    {
    }

    public ChatRig(IncidentPolicy incidentPolicy, IRunbookAction[] reads, params Command[] extra)
        : this(incidentPolicy, reads, null, extra)
    {
    }

    private ChatRig(IncidentPolicy incidentPolicy, IRunbookAction[] reads, TinyKind? tiny, params Command[] extra)
    {
        Room = new IncidentRoom(incidentPolicy, tiny: tiny, actions: [Ping, Clear, Trim, .. reads]);
        var policy = new ExecutionPolicy { BreakGlass = true };
        var actions = Room.Actions;
        var targets = Room.Targets;
        var calls = new ActionCallReader(actions, targets);
        var redactor = new Redactor(["hunter2"]);
        var planner = new Planner(redactor, policy);
        var decisions = new RunDecisions(Store, Room.Lookup, Room.Time);
        var finder = new IncidentFinder(Room.Lookup);
        var requests = new RunRequests(actions, Room.Targets, planner, redactor, Store, Store.Runs, decisions, Some.People, policy, Room.Time);
        var approvals = new RunApprovals(decisions, Store.Runs, Some.People, redactor, policy, StepUp.None, Room.Time);
        var settlement = new RunSettlement(actions, Store, Store.Runs, decisions, Some.People, redactor, policy, Room.Time);
        Identities = new Identities(
            Some.People,
            Store.Links,
            new GroupPermissions([Members.Group], [Members], Room.Time, NullLogger<GroupPermissions>.Instance),
            [Names],
            [new FakeMentions()],
            Grants);
        var table = CommandTable.Build(
            new IncidentCommands(Room.Desk, Room.Summaries, Some.People, Identities, Store),
            new ActionCommands(actions, calls, Room.Reader, requests, Room.Desk, finder, Store, Room.Time),
            new RunCommands(requests, approvals, settlement, Room.Desk, Store.Runs, Some.People, Store),
            new RunbookCommands(new RunbookDesk(
                Store, Room.Lookup, Store.Runs, Room.Library, Room.Pinned, Room.Choice, calls, Room.Reader, requests, Room.Readings,
                Some.People, incidentPolicy, redactor, Room.Time), Room.Library, finder, Store),
            new HelpCommand(finder, Store, Room.Targets, new Lazy<CommandReader>(() => Reader!)),
            new LinkCommand(Store, Store.Links, Some.People, Room.Time),
            new UnlinkCommand(Store, Store.Links, Some.People, Room.Time),
            [
                () => new AlertCommands(Room.Desk, Room.AlertRequests, Store, Room.Time).Table,
                () => new NumberCommands(Numbers).Table,
                () => new ReportCommands(Reports).Table,
            ]);
        Reader = new CommandReader([.. table.All, .. extra]);
        Dispatcher = new CommandDispatcher(Reader, Identities, Store, redactor, Timers, NullLogger<CommandDispatcher>.Instance);
        var preview = new UpdatePreview(Store.Incidents, Store.Runs, incidentPolicy, Some.People, Room.Time);
        Forms = new Forms(Reader, targets, Room.Library, Identities, finder, Room.Lookup, new RunCard(Some.People, StepUp.None), preview, redactor);
        Live = new LiveCards(
            Room.Cards,
            new RunbookCards(Store.Incidents, Store.Runs, Room.Pinned, new RunbookCard(Some.People)),
            new AnnouncementCard(Some.People),
            Store.Incidents,
            Store.Runs,
            new RunCard(Some.People, StepUp.None));
    }

    public IncidentRoom Room { get; }
    public InMemoryStore Store => Room.Store;
    public NumbersDesk Numbers => new(Store, Room.Lookup, Store.Incidents, Some.People, Measurement.Usual, Room.Policy, Room.Time);
    public ReportDesk Reports => new(Store, Store.Incidents, Store.Runs, new ReportWriter(Measurement.Usual, Some.People, Room.Policy), Room.Time);
    public FakeTimeProvider Timers { get; } = new(Some.Night);
    public FakeGroup Members => Room.Members;
    public Grants Grants { get; } = new(new Dictionary<Origin, Permissions>
    {
        [new Origin.Service("deploys")] = Permissions.Observe | Permissions.Respond | Permissions.Approve,
        [new Origin.Alert("prometheus")] = Permissions.Observe,
    });

    public FakeNames Names { get; } = new();
    public FakeRead Ping { get; } = new("redis.ping") { Report = new ActionReport("PONG in 0.4 ms", Healthy: true) };
    public FakeSweep Clear { get; } = new("redis.clear-cache", Risk.Destructive);
    public FakeSweep Trim { get; } = new("redis.trim", Risk.Change);
    public CommandReader Reader { get; }
    public Identities Identities { get; }
    public CommandDispatcher Dispatcher { get; }
    public LiveCards Live { get; }
    public Forms Forms { get; }

    /// <summary>As it was kept with the line that was typed last.</summary>
    public Answer? LastAnswer { get; private set; }

    public async Task<ChatRig> InAsync(IncidentState state)
    {
        await Room.InAsync(state);
        return this;
    }

    /// <summary>Types a line, as the inbox hands it on, and returns the one answer that it must get.</summary>
    public async Task<string> TypeAsync(Person by, string text, ChannelRef? channel = null, int crashes = 0) =>
        PlainText.Render(await CardForAsync(by, text, channel, crashes));

    public async Task<Card> CardForAsync(Person by, string text, ChannelRef? channel = null, int crashes = 0)
    {
        var before = Store.Said.Count;
        var message = Message(by.Accounts[0], text, channel) with { DisplayName = by.Name };
        await Dispatcher.HandleAsync(new ClaimedMessage(message, crashes + 1) { Crashes = crashes }, default);

        Assert.True(Store.Inbox.IsFinished(message.Key), $"'{text}' was answered without finishing its message.");
        var reply = Assert.Single(Store.Said.Skip(before).OfType<Outgoing.Reply>());
        Assert.Equal(message.ReplyTo, reply.To);
        LastAnswer = Assert.IsType<AnswerState.Given>(await Store.Inbox.OfAsync(message.Key, default)).Answer;
        Assert.Equal(LastAnswer.Card, reply.Card);
        return reply.Card;
    }

    public InboxMessage Message(Account from, string text, ChannelRef? channel = null) =>
        new($"typed-{++typed}", from, "Somebody", channel ?? Some.Channel, text, Ticket: null, Some.Night);

    public async Task<Run> RunAsync(int number = 1) => (await Store.Runs.FindAsync(number, default))!;
}
