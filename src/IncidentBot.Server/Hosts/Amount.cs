using System.Globalization;

namespace IncidentBot.Hosts;

/// <summary>Sizes and shares as people read them.</summary>
internal static class Amount
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (Math.Abs(bytes) >= 1024 && unit < Units.Length - 1)
        {
            (bytes, unit) = (bytes / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(bytes, Math.Abs(bytes) < 10 && unit > 0 ? 1 : 0)} {Units[unit]}");
    }

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
