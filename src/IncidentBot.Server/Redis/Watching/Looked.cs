using IncidentBot.Watch;

namespace IncidentBot.Redis.Watching;

/// <summary>What a look brings together, part by part.</summary>
/// <param name="before">The last one; null where there is none that is recent.</param>
internal sealed class Looked(WatchSample? before, DateTimeOffset at)
{
    /// <summary>The name of a counter begins with it: no measure's does.</summary>
    private const string Counter = "#";

    private readonly Dictionary<string, double> values = [];
    private readonly List<string> notSeen = [];

    public DateTimeOffset At => at;

    public IReadOnlyDictionary<string, double> Values => values;

    public IReadOnlyList<string> NotSeen => notSeen;

    /// <summary>Since the last look; null where there was none.</summary>
    private TimeSpan? Passed => before is { } last && at > last.At ? at - last.At : null;

    public void Set(string gauge, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            values[gauge] = known;
        }
    }

    public void Set(string gauge, bool? isSo) => Set(gauge, isSo is { } known ? known ? 1 : 0 : (double?)null);

    public void Set(string measure, string of, double? value) => Set(new Gauge(measure, of).ToString(), value);

    /// <summary>What a counter has grown by since the last look; null where that is not known, or it began anew.</summary>
    public double? Grown(string counter, double? now)
    {
        var then = before?.Find(Counter + counter);
        Set(Counter + counter, now);
        return now is { } current && then is { } last && current >= last ? current - last : null;
    }

    public double? PerSecond(string counter, double? now) => Grown(counter, now) / Passed?.TotalSeconds;

    public double? PerMinute(string counter, double? now) => Grown(counter, now) / Passed?.TotalMinutes;

    /// <summary>Something that stays so once it was: that a server has ever answered.</summary>
    public bool Once(string mark, bool isSo)
    {
        var wasSo = isSo || before?.Find(Counter + mark) is 1;
        Set(Counter + mark, wasSo);
        return wasSo;
    }

    /// <summary>For how many seconds something has been so, as far as it was watched.</summary>
    public double Lasts(string mark, bool isSo)
    {
        var since = isSo ? before?.Find(Counter + mark) ?? at.ToUnixTimeSeconds() : (double?)null;
        Set(Counter + mark, since);
        return since is { } began ? at.ToUnixTimeSeconds() - began : 0;
    }

    public void Miss(string why) => notSeen.Add(why);
}
