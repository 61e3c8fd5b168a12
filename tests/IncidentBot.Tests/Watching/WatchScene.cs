using IncidentBot.Incidents;
using IncidentBot.Readings;
using IncidentBot.Rounds;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Tests.Alerting;
using IncidentBot.Tests.Support;
using IncidentBot.Watch;
using IncidentBot.Watching;

namespace IncidentBot.Tests.Watching;

/// <summary>A watch over targets whose values a test sets, in a room in which its alerts become incidents.</summary>
internal sealed class WatchScene
{
    public static readonly TargetRef Primary = new("redis", "primary");
    public static readonly TargetRef Sessions = new("redis", "sessions");

    public static readonly Measure Memory = new("memory_fill", "memory in use", "Redis memory is nearly full", Unit.Ratio, new(0.8, 0.95));
    public static readonly Measure Down = new("unreachable", "not reached", "Redis is down", Unit.Count, new(null, 1) { Severity = Severity.P0 })
    {
        IsYesOrNo = true,
    };
    public static readonly Measure Hits = new("hit_rate", "hit rate", "The cache is hardly ever hit", Unit.Ratio, new(null, 0.5)) { IsLowBad = true };
    public static readonly Measure Waiting = new("queue_waiting", "waiting", "Jobs pile up", Unit.Count, new(100, 1000)) { Of = "queue" };

    private readonly FakeSystem system = new();
    private readonly Dictionary<string, Threshold> thresholds = [];

    public WatchScene(bool tells = true)
    {
        Alerts = new AlertScene();
        Policy = new WatchPolicy((_, measure) => thresholds.GetValueOrDefault(measure.Name, measure.Usual)) { Tells = tells };
        Watcher = Another();
    }

    public AlertScene Alerts { get; }

    public IncidentRoom Room => Alerts.Room;

    public WatchPolicy Policy { get; }

    public Watcher Watcher { get; private set; }

    /// <summary>As another replica, or the next process, has it.</summary>
    public Watcher Another() => Watcher = new Watcher(
        [system], Policy, Room.Store.Watch, Room.Store.AlertInbox, Room.Store.Incidents, Room.Store, Room.Time);

    /// <summary>As a process that begins now has it.</summary>
    public WatchSilenceRound Silence() => new(
        new WatchSilence(Watcher, Room.Store.Watch, Room.Time), Watcher, Room.Store.Alerts, Room.Store.AlertInbox, Room.Store, Room.Time);

    /// <summary>The round of a minute, and what comes of it.</summary>
    public async Task CarryOutAsync(WatchSilenceRound round)
    {
        await round.CarryOutAsync(new DueItem(0, round.Next, 1), default);
        await Alerts.TakeWaitingAsync();
    }

    public void Sets(Measure measure, Threshold threshold) => thresholds[measure.Name] = threshold;

    /// <summary>Looks once after the usual time, and takes what comes of it.</summary>
    public Task<TimeSpan> LookAsync(params (string Gauge, double Value)[] values) => LookAsync(Primary, sawAll: true, values);

    /// <summary>A look that could read nothing but that.</summary>
    public Task<TimeSpan> GlanceAsync(params (string Gauge, double Value)[] values) => LookAsync(Primary, sawAll: false, values);

    public async Task<TimeSpan> LookAsync(TargetRef target, bool sawAll, params (string Gauge, double Value)[] values)
    {
        await Room.PassAsync(Policy.Every);
        system.Next = new WatchSample(target, Room.Time.GetUtcNow(), values.ToDictionary(one => one.Gauge, one => one.Value)) { SawAll = sawAll };
        var next = await Watcher.LookAsync(target, default);
        await Alerts.TakeWaitingAsync();
        await Room.CarryOutAsync();
        return next;
    }

    /// <summary>Looks for so long and sees the same each time.</summary>
    public async Task LookForAsync(TimeSpan length, params (string Gauge, double Value)[] values)
    {
        for (var passed = TimeSpan.Zero; passed <= length; passed += Policy.Every)
        {
            await LookAsync(values);
        }
    }

    private sealed class FakeSystem : IWatchedSystem
    {
        public string System => "redis";

        public IReadOnlyList<Measure> Measures => [Memory, Down, Hits, Waiting];

        public IReadOnlyList<string> Targets => [Primary.Name, Sessions.Name];

        public WatchSample? Next { get; set; }

        public Task<WatchSample> LookAsync(string target, WatchSample? before, CancellationToken ct) => Task.FromResult(Next!);
    }
}
