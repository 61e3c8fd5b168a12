using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Redis.GameDays;

/// <summary>Ports of this machine that nobody listens on. Nothing keeps them free; whoever takes one makes a game day fail to start.</summary>
internal sealed record StagePorts(
    int Single,
    int Pair,
    int Standby,
    int Watched,
    int Replica,
    IReadOnlyList<int> Sentinels,
    IReadOnlyList<int> Nodes,
    IReadOnlyList<int> Buses)
{
    public static StagePorts Free()
    {
        var free = FreePorts(14);
        return new StagePorts(free[0], free[1], free[2], free[3], free[4], free[5..8], free[8..11], free[11..]);
    }

    public IReadOnlyDictionary<string, RedisTargetOptions> Targets => new Dictionary<string, RedisTargetOptions>(StringComparer.OrdinalIgnoreCase)
    {
        // What the outages fill up may be cleared, so that a rehearsal can be repaired as a real one would be.
        [StageTargets.Single] = new() { Url = Url(Single), Caches = [new() { Pattern = "rl:*" }] },
        [StageTargets.Pair] = new() { Url = Url(Pair), Standby = StageTargets.Standby },
        [StageTargets.Standby] = new() { Url = Url(Standby) },
        [StageTargets.Watched] =
            new() { Url = Url(Watched), Sentinels = [.. Sentinels.Select(Url)], MasterName = StageTargets.Watched, Nodes = [Url(Replica)] },
        [StageTargets.Cluster] = new() { Url = Url(Nodes[0]), Nodes = [.. Nodes.Select(Url)] },
        [StageTargets.Nowhere] = new() { Url = "redis://no-such-host.invalid" },
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

    private static string Url(int port) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"redis://127.0.0.1:{port}");

    private static int[] FreePorts(int count)
    {
        // All at once, so that no two are the same.
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
