namespace IncidentBot.Benchmarks.Report;

/// <summary>What several rounds gave, in order of size.</summary>
internal sealed class Spread(IEnumerable<double> values)
{
    private readonly double[] sorted = [.. values.Order()];

    public double Min => sorted[0];

    public double Max => sorted[^1];

    public double Median => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    /// <summary>The smallest value that at least this share of all values do not exceed.</summary>
    public double Percentile(double share) => sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * share) - 1, 0, sorted.Length - 1)];
}
