using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Services;

/// <summary>A service as its manager sees it.</summary>
/// <param name="Word">The manager's own word for it: <c>online</c>, <c>active (running)</c>.</param>
internal sealed record ServiceState(bool Running, string Word)
{
    /// <summary>The processes that the manager started itself; their children are not among them.</summary>
    public IReadOnlyList<int> Processes { get; init; } = [];

    public TimeSpan? Up { get; init; }

    /// <summary>How often it has been started again, where the manager counts that.</summary>
    public int? Restarts { get; init; }

    public long? MemoryBytes { get; init; }

    /// <summary>How long the manager itself waits before it kills, in its own words.</summary>
    public string? ManagersGrace { get; init; }

    /// <summary>What else it says that matters: killed for memory, the exit code.</summary>
    public string? Remark { get; init; }

    /// <summary>Started again and again: its process ids say nothing.</summary>
    public bool IsCrashLooping => Restarts >= 5 && Up < TimeSpan.FromMinutes(1);

    public IEnumerable<Reading?> Readings =>
    [
        Reading.Count("service.running", Running ? 1 : 0),
        Reading.Count("service.processes", Processes.Count),
        Reading.Seconds("service.up", Up),
        Reading.Count("service.restarts", Restarts),
        Reading.Bytes("service.memory", MemoryBytes),
    ];

    /// <summary>In one line.</summary>
    public string Words => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        yield return Word;
        if (Running && Up is { } up)
        {
            yield return $"for {Duration.Words(up)}";
        }

        if (Processes.Count > 0)
        {
            yield return $"{Plural.Pick(Processes.Count, "process", "processes")} {string.Join(" ", Processes)}";
        }

        if (MemoryBytes is { } bytes)
        {
            yield return Figures.Bytes(bytes);
        }

        if (Restarts is > 0 and var restarts)
        {
            yield return restarts == 1 ? "1 restart" : $"{restarts} restarts";
        }

        if (Remark is { } remark)
        {
            yield return remark;
        }
    }
}
