using IncidentBot.Incidents;
using IncidentBot.Settings;

namespace IncidentBot.Stakeholders;

/// <summary>The section <c>Stakeholders</c>: each rule by its name.</summary>
internal sealed class StakeholdersOptions
{
    public const string Section = "Stakeholders";

    public Dictionary<string, StakeholderOptions> Rules { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A channel of readers who do not work on incidents, and of which incidents it hears.</summary>
internal sealed class StakeholderOptions
{
    /// <summary>Where it is told, <c>slack:T1DC2JH3J:C2147483705</c>. Several rules may name one channel, which hears what any of them wants.</summary>
    public string Channel { get; init; } = "";

    /// <summary>Of which severities it hears. The default are P0 and P1.</summary>
    [OneOrMore]
    public IReadOnlyList<Severity> Severities { get; init; } = [];

    /// <summary>Services of which one has to be affected, as runbooks, people and rules of alerts name them. The default is any incident.</summary>
    [OneOrMore]
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Of which kinds it hears: Real, Drill, Maintenance, Backfilled. The default is Real.</summary>
    [OneOrMore]
    public IReadOnlyList<IncidentKind> Kinds { get; init; } = [];
}
