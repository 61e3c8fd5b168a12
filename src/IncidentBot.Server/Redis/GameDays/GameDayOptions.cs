namespace IncidentBot.Redis.GameDays;

/// <summary>The <c>GameDay</c> section.</summary>
internal sealed class GameDayOptions
{
    public const string Section = "GameDay";

    /// <summary>
    /// Whether the bot may start servers of its own, on loopback, to rehearse outages on. The default value is false. No configured
    /// target is ever touched.
    /// </summary>
    public bool Enabled { get; init; }
}
