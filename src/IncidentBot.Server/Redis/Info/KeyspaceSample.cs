using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Redis.Info;

/// <param name="Keys">Extrapolated to the whole database, unless the scan was complete.</param>
/// <param name="Bytes">Extrapolated from the keys that were measured.</param>
internal sealed record PrefixUse(string Prefix, long Keys, long Bytes, int Measured)
{
    public bool IsQueue => Prefix.StartsWith("bull:", StringComparison.Ordinal) || Prefix.StartsWith("rq:", StringComparison.Ordinal);
}

internal sealed record LargestKey(string Name, long Bytes);

/// <summary>
/// What fills a database, by key prefix. Complete when every key was seen; otherwise a sample, which can miss a few huge keys among
/// many small ones: <see cref="Bytes"/> against the server's own figure tells.
/// </summary>
internal sealed record KeyspaceSample(long DatabaseSize, long Scanned, int Measured, bool ScanComplete, TimeSpan Elapsed, IReadOnlyList<PrefixUse> Prefixes)
{
    private const int MostReadings = 12;

    /// <summary>The largest of those that were measured.</summary>
    public LargestKey? Largest { get; init; }

    public long Bytes => Prefixes.Sum(prefix => prefix.Bytes);

    /// <summary>The largest prefixes; the keys themselves are other people's data.</summary>
    public IEnumerable<Reading?> Readings =>
    [
        Reading.Count("keys", DatabaseSize),
        Reading.Count("keys_measured", Measured),
        .. Prefixes.Take(MostReadings).Select(prefix => Reading.Bytes($"prefix.bytes:{prefix.Prefix}", prefix.Bytes)),
    ];

    public double Share(PrefixUse prefix) => Bytes == 0 ? 0 : prefix.Bytes / (double)Bytes;

    /// <summary>How the numbers came about.</summary>
    public string Basis => ScanComplete && Measured == Scanned
        ? $"all {Figures.Count(Scanned)} keys measured"
        : $"a sample: {Figures.Count(Scanned)} of {Figures.Count(DatabaseSize)} keys seen, {Figures.Count(Measured)} measured";
}
