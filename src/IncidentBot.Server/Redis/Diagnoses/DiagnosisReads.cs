using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>What a diagnosis could read, and what it was refused, in the words of the refusal.</summary>
internal sealed class DiagnosisReads(string target, ProbeReport probe)
{
    private readonly List<string> refusals = [];
    private readonly Dictionary<string, FailureClass> failures = [];
    private readonly List<TimeSpan> replyTimes = [];

    public string Target => target;

    public ProbeReport Probe => probe;

    public RedisInfo? Info { get; set; }

    public KeyspaceSample? Keys { get; set; }

    public ClientList? Clients { get; set; }

    public int? ReplicasNeeded { get; set; }

    public string? ClusterState { get; set; }

    /// <summary>Whether the settings name the other nodes of its cluster.</summary>
    public bool NodesAreKnown { get; init; }

    /// <summary>INFO once more, a moment later: what has grown since goes on now.</summary>
    public RedisInfo? Later { get; set; }

    /// <summary>How long after the first.</summary>
    public TimeSpan Between { get; set; }

    /// <summary>The server's clock, by which the ages of what it logged are told.</summary>
    public DateTimeOffset? Now { get; set; }

    public IReadOnlyList<SlowEntry>? SlowLog { get; set; }

    /// <summary>Read where there were refusals.</summary>
    public IReadOnlyList<RefusedUse>? RefusedUses { get; set; }

    /// <summary>How long each of our reads took.</summary>
    public IReadOnlyList<TimeSpan> ReplyTimes => replyTimes;

    /// <summary>Whether the settings say that it follows another target and waits to take over.</summary>
    public bool IsStandby { get; init; }

    /// <summary>See <see cref="RedisTarget.IsExpectedAsMaster"/>.</summary>
    public bool IsExpectedAsMaster { get; init; }

    /// <summary>It gave no answer within the usual time, and then did.</summary>
    public bool HungAtFirst { get; set; }

    /// <summary>The recent ones.</summary>
    public IReadOnlyList<LatencyEvent>? Latency { get; set; }

    /// <summary>The fresh connection failed, the held one answered.</summary>
    public bool OverHeldConnection { get; set; }

    public bool LacksPermission { get; private set; }

    /// <summary>A reply did not come in time: whatever is read after it over the same connection waits behind it.</summary>
    public bool WaitsForReply { get; private set; }

    public void Took(TimeSpan reply) => replyTimes.Add(reply);

    /// <summary>What is asked for beside the rest: a refusal is evidence, and no reason to call the rights insufficient.</summary>
    public async Task<T?> TryMoreAsync<T>(string what, Func<Task<T>> read)
        where T : class
    {
        var lacked = LacksPermission;
        var value = await TryAsync(what, read);
        LacksPermission = lacked;
        return value;
    }

    public IReadOnlyList<string> Refusals => refusals;

    /// <summary>Why a read gave nothing; null where it gave something, or was not made.</summary>
    public FailureClass? FailureOf(string what) => failures.TryGetValue(what, out var failure) ? failure : null;

    /// <summary>One read. Refused, lost or answered with what is no answer, it leaves a line of evidence and the others go on.</summary>
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
            failures[what] = e.Class;
            refusals.Add($"{what} refused: {e.Message}");
        }
        catch (RedisUnavailableException e)
        {
            WaitsForReply |= e.Failure.Class == FailureClass.Hung;
            failures[what] = e.Failure.Class;
            refusals.Add($"{what}: {e.Failure.Headline}");
        }
        catch (InvalidDataException e)
        {
            refusals.Add($"{what} is not readable: {e.Message}");
        }

        return null;
    }
}
