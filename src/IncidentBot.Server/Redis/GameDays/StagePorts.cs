namespace IncidentBot.Redis.GameDays;

/// <summary>Where the servers of an outage listen: ports of this machine that are held for them for as long as the bot runs.</summary>
internal sealed class StagePorts : IDisposable
{
    private readonly HeldPorts held = HeldPorts.Hold(14);

    public int Single => held.Numbers[0];

    public int Pair => held.Numbers[1];

    public int Standby => held.Numbers[2];

    public int Watched => held.Numbers[3];

    public int Replica => held.Numbers[4];

    public IReadOnlyList<int> Sentinels => [.. held.Numbers.Skip(5).Take(3)];

    public IReadOnlyList<int> Nodes => [.. held.Numbers.Skip(8).Take(3)];

    public IReadOnlyList<int> Buses => [.. held.Numbers.Skip(11)];

    public IReadOnlyDictionary<string, RedisTargetOptions> Targets => new Dictionary<string, RedisTargetOptions>(StringComparer.OrdinalIgnoreCase)
    {
        // What is only there while it is played is not watched.
        // What the outages fill up may be cleared, so that a rehearsal can be repaired as a real one would be.
        [StageTargets.Single] = new() { Watch = false, Url = Url(Single), Caches = [new() { Pattern = "rl:*" }] },
        [StageTargets.Pair] = new() { Watch = false, Url = Url(Pair), Standby = StageTargets.Standby },
        [StageTargets.Standby] = new() { Watch = false, Url = Url(Standby) },
        [StageTargets.Watched] =
            new() { Watch = false, Url = Url(Watched), Sentinels = [.. Sentinels.Select(Url)], MasterName = StageTargets.Watched, Nodes = [Url(Replica)] },
        [StageTargets.Cluster] = new() { Watch = false, Url = Url(Nodes[0]), Nodes = [.. Nodes.Select(Url)] },
        [StageTargets.Nowhere] = new() { Watch = false, Url = "redis://no-such-host.invalid" },
    };

    public int Of(string target) => target switch
    {
        StageTargets.Single => Single,
        StageTargets.Pair => Pair,
        StageTargets.Standby => Standby,
        StageTargets.Watched => Watched,
        StageTargets.Cluster => Nodes[0],
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "is not on the stage"),
    };

    public void Dispose() => held.Dispose();

    private static string Url(int port) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"redis://127.0.0.1:{port}");
}
