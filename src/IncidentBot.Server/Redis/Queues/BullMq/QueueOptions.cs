using System.ComponentModel.DataAnnotations;
using IncidentBot.Settings;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The section <c>Queues</c>, and the prefix of each target: <c>Targets:primary:QueuePrefix</c>.</summary>
internal sealed record QueueOptions
{
    public const string DefaultPrefix = "bull";

    /// <summary>The folder for what <c>queue.clean</c> removes. The default value is data/snapshots.</summary>
    public string SnapshotPath { get; init; } = "data/snapshots";

    /// <summary>One snapshot grows up to this; beyond it nothing is removed. The default value is 1 GB.</summary>
    [Range(1, 1L << 40)]
    public long SnapshotMaxBytes { get; init; } = 1L << 30;

    /// <summary>By target: <c>Targets:primary:QueuePrefix</c>. A target without one uses <see cref="DefaultPrefix"/>.</summary>
    [ReadElsewhere]
    public IReadOnlyDictionary<string, string> Prefixes { get; init; } = new Dictionary<string, string>();

    public string PrefixOf(string target) => Prefixes.GetValueOrDefault(target) is { Length: > 0 } prefix ? prefix : DefaultPrefix;
}
