using System.Globalization;

namespace IncidentBot.Redis;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Where a number is a name: a port, a slot.</summary>
    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>512 MB, 1.5 GB; 1 KB is 1024 bytes, as in Redis's own configuration.</summary>
    public static string Bytes(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (Math.Abs(size) >= 1024 && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(size, Math.Abs(size) < 10 ? 1 : 0)} {Units[unit]}");
    }

    public static string Percent(double share) => share is > 0 and < 0.005 ? "under 1 %" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    /// <summary>3 d 4 h, 5 min, 12 s: the two largest units.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{time.Days} d {time.Hours} h",
        { TotalHours: >= 1 } => $"{time.Hours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{time.Seconds} s",
    };
}
