using IncidentBot.Settings;

namespace IncidentBot.Digest;

/// <summary>The section <c>Digest</c>: the report of a week, posted by itself. Off until it has a channel.</summary>
internal sealed class DigestOptions
{
    public const string Section = "Digest";

    /// <summary>Where it is posted, <c>slack:T1DC2JH3J:C2147483705</c>. The default is nowhere.</summary>
    [OneOrMore]
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>On which day. The default value is Monday.</summary>
    public DayOfWeek On { get; init; } = DayOfWeek.Monday;

    /// <summary>At which hour and minute, by the clock of Zone. The default value is 09:00.</summary>
    public string At { get; init; } = "09:00";

    /// <summary>By whose clock, <c>Europe/Berlin</c>. The default value is UTC.</summary>
    public string Zone { get; init; } = "UTC";
}
