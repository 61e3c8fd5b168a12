using System.ComponentModel.DataAnnotations;
using IncidentBot.Settings;

namespace IncidentBot.Databases;

/// <summary>The section <c>Databases</c>: each PostgreSQL by its name.</summary>
internal sealed record DatabaseOptions
{
    public Dictionary<string, DatabaseTargetOptions> Targets { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of every database, as it is sent.</summary>
    public IEnumerable<string> Passwords => Targets.Values
        .Select(target => DatabaseTarget.Parse(target.ConnectionString))
        .SelectMany(connection => new[] { connection.Password, connection.SslPassword })
        .OfType<string>();
}

internal sealed record DatabaseTargetOptions
{
    /// <summary>As Npgsql takes it: <c>Host=…;Database=…;Username=…;Password=…</c>. It belongs into the environment.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The application names whose connections are counted first, as LIKE takes them: <c>api%</c>.</summary>
    public IReadOnlyList<string> Applications { get; set; } = [];

    /// <summary>From when on a client that is idle in a transaction is called trouble. The default value is 1 minute.</summary>
    public TimeSpan LongIdle { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the watch looks at it. The default value is true.</summary>
    public bool Watch { get; set; } = true;

    public Dictionary<string, QueryOptions> Queries { get; } = new(StringComparer.OrdinalIgnoreCase);
}

internal sealed record QueryOptions
{
    /// <summary>One SELECT, with its arguments as <c>@minutes</c>.</summary>
    public string Sql { get; set; } = "";

    /// <summary>What it shows, for whoever asks.</summary>
    public string Help { get; set; } = "";

    /// <summary>How long the server may work on it. The default value is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(5);

    public Dictionary<string, ArgumentOptions> Arguments { get; } = new(StringComparer.OrdinalIgnoreCase);
}
