using System.Globalization;

namespace IncidentBot.Storage.Queries;

/// <summary>How many rows a query finds. Counting ends at <see cref="Most"/>, so that no page waits for a whole table.</summary>
/// <param name="OrMore">There are more than that.</param>
public sealed record Counted(int Number, bool OrMore)
{
    public const int Most = 1000;

    /// <param name="found">Of at most <see cref="Most"/> + 1.</param>
    public static Counted Of(int found) => new(Math.Min(found, Most), found > Most);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(OrMore ? "more than " : "")}{Number:N0}");
}
