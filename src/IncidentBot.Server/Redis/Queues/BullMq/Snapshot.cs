using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The first line of a snapshot: where its jobs belong.</summary>
internal sealed record SnapshotHeader(string Target, string Prefix, string Queue, string Set, string Version, DateTimeOffset At);

/// <param name="Score">As Redis wrote it.</param>
/// <param name="Keys">By what follows the id in the key (nothing for the job itself, <c>:logs</c>): what DUMP gave, which RESTORE takes.</param>
internal sealed record SnapshotJob(string Id, string Score, IReadOnlyDictionary<string, byte[]> Keys)
{
    /// <summary>The keys that go with a job, besides its lock.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["", ":logs", ":dependencies", ":processed", ":failed", ":unsuccessful"];

    [JsonIgnore]
    public long Bytes => Keys.Values.Sum(value => (long)value.Length);
}

/// <summary>The jobs that a run removed, one JSON text a line, readable by nobody but the bot's own account.</summary>
internal static class Snapshot
{
    public const string Extension = ".jsonl";

    public static string FileOf(QueueOptions options, string name) =>
        Path.Combine(options.SnapshotPath, name.EndsWith(Extension, StringComparison.Ordinal) ? name : name + Extension);

    /// <summary>A name is never a way out of the folder.</summary>
    public static string? NameFault(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') && !name.StartsWith('.')
            ? null : "is the name of a snapshot: letters, digits and dashes.";

    public static async Task<SnapshotHeader?> HeaderAsync(string file, CancellationToken ct)
    {
        await foreach (var line in File.ReadLinesAsync(file, ct))
        {
            return Read<SnapshotHeader>(line);
        }

        return null;
    }

    /// <summary>A line that a crash cut short is left out: its job was not removed, because lines reach the disk first.</summary>
    public static async IAsyncEnumerable<SnapshotJob> JobsAsync(string file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var header = true;
        await foreach (var line in File.ReadLinesAsync(file, ct))
        {
            if (!header && Read<SnapshotJob>(line) is { Keys.Count: > 0 } job)
            {
                yield return job;
            }

            header = false;
        }
    }

    private static T? Read<T>(string line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
