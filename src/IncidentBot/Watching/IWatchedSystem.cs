using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>A kind of target that can be watched. Looking costs the target next to nothing, and changes nothing on it.</summary>
public interface IWatchedSystem
{
    /// <summary>The first half of the ids of its actions: <c>redis</c>.</summary>
    string System { get; }

    IReadOnlyList<Measure> Measures { get; }

    /// <summary>The names of those targets that the settings do not leave out.</summary>
    IReadOnlyList<string> Targets { get; }

    /// <summary>Looks once. What cannot be read is said and left out; that a target is not there at all is a value as well.</summary>
    /// <param name="before">The last sample; null where there is none that is recent.</param>
    Task<WatchSample> LookAsync(string target, WatchSample? before, CancellationToken ct);
}
