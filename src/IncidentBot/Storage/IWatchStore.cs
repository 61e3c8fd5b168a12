using IncidentBot.Targets;
using IncidentBot.Watch;

namespace IncidentBot.Storage;

/// <summary>What the watch has measured, and when it was beyond its thresholds.</summary>
public interface IWatchStore
{
    /// <summary>Keeps what one look brought; the breaches as they are from now on, but for what people have said of them.</summary>
    Task AddAsync(WatchLook look, CancellationToken ct);

    /// <summary>Those of a target, the oldest first.</summary>
    Task<IReadOnlyList<WatchSample>> SamplesAsync(TargetRef target, WatchGrain grain, DateTimeOffset since, DateTimeOffset until, CancellationToken ct);

    /// <summary>The newest fine one of a target; null where there is none.</summary>
    Task<WatchSample?> NewestAsync(TargetRef target, CancellationToken ct);

    /// <summary>Of a target those that last, and those that have begun or ended since a time; the oldest first.</summary>
    Task<IReadOnlyList<WatchBreach>> BreachesAsync(TargetRef target, DateTimeOffset since, CancellationToken ct);

    /// <summary>Those that last; of every target, where none is named.</summary>
    Task<IReadOnlyList<WatchBreach>> LastingAsync(TargetRef? target, CancellationToken ct);

    /// <summary>Null where there is none of that number.</summary>
    Task<WatchBreach?> BreachAsync(int number, CancellationToken ct);

    /// <summary>By measure, those with the most breaches first.</summary>
    Task<IReadOnlyList<WatchPrecision>> PrecisionAsync(CancellationToken ct);
}

/// <param name="Coarse">What became of the samples of the five minutes before, where they have just ended.</param>
/// <param name="Breaches">Those that have begun, have become worse, or are over.</param>
public sealed record WatchLook(WatchSample Fine, WatchSample? Coarse, IReadOnlyList<WatchBreach> Breaches);

/// <summary>What somebody has said of breaches.</summary>
public sealed record WatchVerdicts(IReadOnlyList<int> Breaches, WatchVerdict Verdict);
