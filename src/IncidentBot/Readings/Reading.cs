using System.Globalization;
using IncidentBot.Words;

namespace IncidentBot.Readings;

/// <summary>One number that was measured, as data beside the sentence that quotes it.</summary>
/// <param name="Name">
/// The field's own term in lowercase: <c>used_memory</c>, <c>queue.waiting</c>. Where there are many of a kind, its own name follows
/// after a colon: <c>disk.free:/data</c>. Unique within what it belongs to.
/// </param>
public sealed record Reading(string Name, double Value, Unit Unit)
{
    /// <summary>The value as people read it.</summary>
    public string Figure() => Unit switch
    {
        Unit.Bytes => Figures.Bytes(Value),
        Unit.BytesPerSecond => $"{Figures.Bytes(Value)}/s",
        Unit.Ratio => Figures.Percent(Value),
        Unit.Seconds => Duration.Words(TimeSpan.FromSeconds(Value)),
        Unit.Milliseconds => $"{Rounded} ms",
        Unit.PerSecond => $"{Rounded}/s",
        _ => Rounded,
    };

    private string Rounded => Value.ToString("#,0.##", CultureInfo.InvariantCulture);

    public static Reading? Bytes(string name, double? value) => Of(name, value, Unit.Bytes);

    public static Reading? Count(string name, double? value) => Of(name, value, Unit.Count);

    /// <param name="value">1 for all of it; not in percent.</param>
    public static Reading? Ratio(string name, double? value) => Of(name, value, Unit.Ratio);

    public static Reading? PerSecond(string name, double? value) => Of(name, value, Unit.PerSecond);

    public static Reading? BytesPerSecond(string name, double? value) => Of(name, value, Unit.BytesPerSecond);

    /// <summary>For what takes moments: a round trip, a query.</summary>
    public static Reading? Milliseconds(string name, TimeSpan? value) => Of(name, value?.TotalMilliseconds, Unit.Milliseconds);

    /// <summary>For ages and what takes longer.</summary>
    public static Reading? Seconds(string name, TimeSpan? value) => Of(name, value?.TotalSeconds, Unit.Seconds);

    /// <summary>Those that could be measured: what is not known is left out and never zero.</summary>
    public static IReadOnlyList<Reading> Known(params IEnumerable<Reading?> readings) => [.. readings.OfType<Reading>()];

    /// <returns>Null for what is not known, and for what no number can be: a share of nothing.</returns>
    public static Reading? Of(string name, double? value, Unit unit) => value is { } number && double.IsFinite(number) ? new Reading(name, number, unit) : null;
}
