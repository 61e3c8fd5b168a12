using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>What a diagnosis could read, and what it was refused, in the words of the refusal.</summary>
internal sealed class DiagnosisReads(string target, ProbeReport probe)
{
    private readonly List<string> refusals = [];

    public string Target => target;

    public ProbeReport Probe => probe;

    public RedisInfo? Info { get; set; }

    public KeyspaceSample? Keys { get; set; }

    public ClientList? Clients { get; set; }

    public int? ReplicasNeeded { get; set; }

    public string? ClusterState { get; set; }

    /// <summary>Whether the settings name the other nodes of its cluster.</summary>
    public bool NodesAreKnown { get; init; }

    /// <summary>The recent ones.</summary>
    public IReadOnlyList<LatencyEvent>? Latency { get; set; }

    /// <summary>The fresh connection failed, the held one answered.</summary>
    public bool OverHeldConnection { get; set; }

    public bool LacksPermission { get; private set; }

    public IReadOnlyList<string> Refusals => refusals;

    /// <summary>One read. Refused or lost, it leaves a line of evidence and the others go on.</summary>
    public async Task<T?> TryAsync<T>(string what, Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (RedisErrorException e)
        {
            LacksPermission |= e.Class == FailureClass.NoPermission;
            refusals.Add($"{what} refused: {e.Message}");
        }
        catch (RedisUnavailableException e)
        {
            refusals.Add($"{what}: {e.Failure.Headline}");
        }

        return null;
    }
}
