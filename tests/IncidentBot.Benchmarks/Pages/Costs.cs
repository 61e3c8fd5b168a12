namespace IncidentBot.Benchmarks.Pages;

/// <summary>What was measured of one bot, round by round.</summary>
internal sealed class Costs
{
    private static readonly (string Name, string Key)[] Kinds =
    [
        ("GET of #general, ms", "general.ms"),
        ("GET of #general, bytes", "general.bytes"),
        ("GET of an old incident's channel, ms", "incident.ms"),
        ("GET of an old incident's channel, bytes", "incident.bytes"),
        ("a new channel, bytes to an open page", "new.bytes"),
        ("/help with no page open, ms of processor", "help.0"),
        ("/help with 3 pages open, ms of processor", "help.3"),
        ("resident, MB", "resident"),
    ];

    private readonly Dictionary<string, List<double>> values = Kinds.ToDictionary(kind => kind.Key, _ => new List<double>());

    public List<double> this[string key] => values[key];

    public IEnumerable<(string Name, string Key, List<double> Values)> Rows => Kinds.Select(kind => (kind.Name, kind.Key, values[kind.Key]));
}
