using System.ComponentModel.DataAnnotations;
using IncidentBot.Actions;
using IncidentBot.Settings;

namespace IncidentBot.Redis;

/// <summary>Deadlines come from the section `Redis`, targets from `Targets`.</summary>
internal sealed record RedisOptions
{
    public const string DefaultTarget = TargetCatalogue.Primary;

    public const string DefaultUrl = "redis://127.0.0.1:6379";

    /// <summary>Name resolution, TCP and TLS have this long each. The default value is one second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A reply while connecting has this long. The default value is one second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A command, or a whole pipeline, has this long unless its caller says otherwise. The default value is two seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The held connection is asked for a PONG this often. The default value is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Pauses between attempts to re-open the held connection grow up to this. The default value is 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan MaxReopenPause { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The section <c>Targets</c>: each Redis by its name.</summary>
    [ReadElsewhere]
    public Dictionary<string, RedisTargetOptions> Targets { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of every server that is named, as it is sent.</summary>
    public IEnumerable<string> Passwords => Targets.Values
        .SelectMany(target => target.Sentinels.Concat(target.Nodes).Prepend(target.Url))
        .Where(url => url.Length > 0)
        .Select(url => RedisEndpoint.Parse(url).Password)
        .OfType<string>();
}
