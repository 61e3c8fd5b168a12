using System.Globalization;

namespace IncidentBot.Words;

/// <summary>Numbers as people read them.</summary>
public static class Figures
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Where a number is a name: a port, a slot.</summary>
    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>512 MB, 1.5 GB; 1 KB is 1024 bytes.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (Math.Abs(bytes) >= 1024 && unit < Units.Length - 1)
        {
            (bytes, unit) = (bytes / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(bytes, Math.Abs(bytes) < 10 && unit > 0 ? 1 : 0)} {Units[unit]}");
    }

    /// <summary>A share of one. A little is never said to be nothing.</summary>
    public static string Percent(double share) =>
        share is > 0 and < 0.005 ? "under 1 %" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    /// <summary>Ten boxes, as many of them filled as is done.</summary>
    public static string Bar(double share)
    {
        var full = (int)Math.Floor(Math.Clamp(share, 0, 1) * 10);
        return $"{new string('█', full)}{new string('░', 10 - full)}";
    }
}
