using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>What holds most of the memory in use. Not always the keys: buffers, scripts and the backlog count against maxmemory too.</summary>
/// <param name="Words">For example <c>rl:* holds 93 % (20,000 keys)</c>.</param>
internal sealed record MemoryHolder(string Words, long Bytes)
{
    /// <summary>A holder of less is not why memory is full.</summary>
    private const double Much = 0.2;

    public IReadOnlyList<string> NextSteps { get; init; } = [];

    public IReadOnlyList<Suggestion> Commands { get; init; } = [];

    public static MemoryHolder? Of(DiagnosisReads reads) =>
        reads.Info?.Memory.Used is not { } used ? OfKeys(reads, null)
        : Candidates(reads, used).OfType<MemoryHolder>().MaxBy(holder => holder.Bytes) is { } most && most.Bytes >= used * Much ? most
        : Unexplained(reads);

    /// <summary>With a semicolon before it; empty where nothing is known.</summary>
    public static string Said(MemoryHolder? holder) => holder is null ? "" : $"; {holder.Words}";

    private static IEnumerable<MemoryHolder?> Candidates(DiagnosisReads reads, long used) =>
    [
        Buffers(reads, used), Scripts(reads, used), Backlog(reads, used), OfKey(reads, used) ?? OfKeys(reads, used),
    ];

    private static MemoryHolder? Buffers(DiagnosisReads reads, long used)
    {
        if (reads.Info!.Number("mem_clients_normal") is not { } bytes || bytes < used * Much)
        {
            return null;
        }

        var most = reads.Clients?.Clients.MaxBy(client => client.TotalBytes ?? client.OutputBytes ?? 0);
        var who = most is null ? ""
            : $", most for {(most.Name.Length > 0 ? $"{most.Name} at " : "")}{most.Address} ({most.Command.ToUpperInvariant()}, "
                + $"{Figures.Bytes(most.TotalBytes ?? most.OutputBytes ?? 0)})";
        return new MemoryHolder($"the output buffers of its clients hold {Figures.Percent(bytes / (double)used)} ({Figures.Bytes(bytes)}){who}", bytes)
        {
            NextSteps =
            [
                "Have that client read its replies, or close its connection: its buffer is freed at once. No key need go",
                "client-output-buffer-limit normal bounds what one client may hold",
            ],
            Commands =
            [
                .. most is null ? Array.Empty<Suggestion>() : [new Suggestion("Plan closing it", $"/redis kill-client {most.Id} on {reads.Target}")],
                new Suggestion("Clients", $"/redis clients on {reads.Target}"),
            ],
        };
    }

    private static MemoryHolder? Scripts(DiagnosisReads reads, long used) => reads.Info!.Number("used_memory_scripts") is { } bytes && bytes >= used * Much
        ? new MemoryHolder(
            $"cached Lua scripts hold {Figures.Percent(bytes / (double)used)} ({Figures.Count(reads.Info.Number("number_of_cached_scripts") ?? 0)} "
                + $"scripts, {Figures.Bytes(bytes)})",
            bytes)
        {
            NextSteps =
            [
                "SCRIPT FLUSH frees them; applications that use EVALSHA load theirs again. No key need go",
                "Have whoever writes them pass values as ARGV: a script with its values inside is a new script each time",
            ],
        }
        : null;

    /// <summary>The backlog alone, because what replicas have not fetched yet does not count against maxmemory.</summary>
    private static MemoryHolder? Backlog(DiagnosisReads reads, long used) => reads.Info!.Number("mem_replication_backlog") is { } bytes && bytes >= used * Much
        ? new MemoryHolder($"the replication backlog holds {Figures.Percent(bytes / (double)used)} ({Figures.Bytes(bytes)})", bytes)
        {
            NextSteps = ["CONFIG SET repl-backlog-size to less frees the rest at once; a replica that was away for longer then copies everything anew"],
            Commands = [new Suggestion("Replication", $"/redis replication on {reads.Target}")],
        }
        : null;

    /// <summary>Where one key holds most of what its whole prefix holds, it is the one to look at.</summary>
    private static MemoryHolder? OfKey(DiagnosisReads reads, long used) => reads.Keys is { Largest: { } key, Prefixes: [var first, ..] }
            && (key.Bytes >= first.Bytes * 0.5 || key.Bytes >= used * 0.5)
        ? new MemoryHolder($"one key, {key.Name}, holds {Figures.Percent(key.Bytes / (double)used)} "
            + $"({Figures.Bytes(key.Bytes)})", key.Bytes)
        {
            NextSteps = [$"Find who writes {key.Name} and trims it; its owner alone may say what in it can go"],
            Commands = [new Suggestion("Big keys", $"/redis big-keys on {reads.Target}")],
        }
        : null;

    private static MemoryHolder? OfKeys(DiagnosisReads reads, long? used) => reads.Keys is { Prefixes: [var first, ..] } keys
        ? new MemoryHolder(
            $"{first.Prefix} holds {Figures.Percent(first.Bytes / (double)Math.Max(1, Math.Max(used ?? 0, keys.Bytes)))} "
                + $"({(keys.ScanComplete ? "" : "about ")}{Figures.Count(first.Keys)} keys)",
            first.Bytes)
        : null;

    /// <summary>The sample holds far less than the server's own figure: what fills it was not among what was measured.</summary>
    private static MemoryHolder? Unexplained(DiagnosisReads reads) =>
        reads.Keys is { } keys && reads.Info?.Memory.Dataset is { } dataset && keys.Bytes < dataset * 0.5
            ? new MemoryHolder(
                $"keys hold {Figures.Bytes(dataset)}, and what was measured of them only {Figures.Bytes(keys.Bytes)}: a few large ones hold the rest",
                dataset)
            {
                Commands = [new Suggestion("Big keys", $"/redis big-keys on {reads.Target}")],
            }
            : OfKeys(reads, reads.Info?.Memory.Used);
}
