using System.ComponentModel.DataAnnotations;
using IncidentBot.Incidents;

namespace IncidentBot.Watching;

/// <summary>The section <c>Watch</c>: how often targets are looked at, and from where on what is seen is too much.</summary>
internal sealed class WatchOptions
{
    public const string Section = "Watch";

    /// <summary>Whether targets are watched at all. The default value is true. One of them is left out by its own <c>Watch</c>, false.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How often each target is looked at. The default value is 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often while an incident about it is open. The default value is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan EveryInIncident { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Thresholds for all targets, by measure: <c>memory_fill</c>. <c>/watch show</c> names the measures, and what holds for them.</summary>
    public Dictionary<string, ThresholdOptions> Measures { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Thresholds for one target, by its name.</summary>
    public Dictionary<string, WatchedTargetOptions> Targets { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Thresholds for one target.</summary>
internal sealed class WatchedTargetOptions
{
    /// <summary>By measure: <c>memory_fill</c>.</summary>
    public Dictionary<string, ThresholdOptions> Measures { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What of a threshold is not as usual.</summary>
internal sealed class ThresholdOptions
{
    /// <summary>From where on it is shown as a warning: 80%, 1000, 5m or 100ms, as the measure is counted; none for never.</summary>
    public string? Warn { get; init; }

    /// <summary>From where on it is an alert: 95%, 10000, 15m or 1s, as the measure is counted; none for never.</summary>
    public string? Breach { get; init; }

    /// <summary>How long it has to last before it is one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan? For { get; init; }

    /// <summary>How long it has to be back before it is over.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan? BackFor { get; init; }

    /// <summary>Of the incident that it opens.</summary>
    public Severity? Severity { get; init; }
}
