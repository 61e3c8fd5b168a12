using System.Text.RegularExpressions;
using IncidentBot.Readings;

namespace IncidentBot.Support;

/// <summary>What holds for the readings of every report and every check, whatever was measured.</summary>
internal static partial class ReadingRules
{
    public static void AssertSound(IReadOnlyList<Reading> readings)
    {
        Assert.All(readings, reading =>
        {
            Assert.True(double.IsFinite(reading.Value), $"{reading}");
            Assert.True(Enum.IsDefined(reading.Unit), $"{reading}");
            Assert.Matches(Name(), reading.Name);
        });
        Assert.Equal(readings.Count, readings.Select(reading => reading.Name).Distinct().Count());
    }

    /// <summary>The one of that name, which has to be there.</summary>
    public static double ValueOf(this IEnumerable<Reading> readings, string name) => Assert.Single(readings, reading => reading.Name == name).Value;

    // The field's own term, the spelling of INFO among them: errorstat_WRONGTYPE.count, cmdstat_config|get.calls.
    [GeneratedRegex(@"^[a-z][A-Za-z0-9_.|-]*(:\S.*)?$")]
    private static partial Regex Name();
}
