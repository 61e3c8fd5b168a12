using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses.Strains;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>What is wrong with a target, in one sentence, with what it rests on and what to do.</summary>
/// <param name="Class">Null when nothing is wrong.</param>
/// <param name="Strain">What it is where the server answers, and only its counters show it.</param>
/// <param name="Certainty">How sure it is and why; null when nothing is wrong.</param>
/// <param name="RuledOut">What was looked at and is not the cause.</param>
/// <param name="NotSeen">What was refused or lost, in the words of the refusal.</param>
/// <param name="Warnings">What is wrong besides, or may be soon.</param>
internal sealed record Diagnosis(
    string Target,
    FailureClass? Class,
    Strain? Strain,
    string Sentence,
    string? Certainty,
    IReadOnlyList<string> RuledOut,
    IReadOnlyList<string> NotSeen,
    IReadOnlyList<string> Evidence,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> NextSteps,
    ProbeReport Probe,
    RedisInfo? Info,
    KeyspaceSample? Keys,
    MemoryHolder? Holder,
    ClientList? Clients)
{
    /// <summary>Lacking a permission or a command says something about us, nothing about the server.</summary>
    public bool IsTrouble => Class is { } found && !found.IsNoOutage();

    /// <summary>What it measured: the way there, what INFO counts and its classes and sentences rest on, the keys where they were sampled.</summary>
    public IEnumerable<Reading?> Readings =>
    [
        .. Probe.Readings,
        .. Info?.Readings(
            "uptime_in_seconds", "used_memory", "maxmemory", "connected_clients", "maxclients",
            "blocked_clients", "rejected_connections", "evicted_keys", "total_error_replies",
            "instantaneous_ops_per_sec",
            "rdb_changes_since_last_save",
            "connected_slaves",
            "min_slaves_good_slaves",
            "master_link_down_since_seconds",
            "loading_loaded_perc") ?? [],
        Reading.Ratio("used_memory_share", Info?.Memory.Fill),
        .. Keys?.Readings ?? [],
    ];
}
