using System.Text.RegularExpressions;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>How an engine would carry out a statement.</summary>
internal sealed partial record QueryPlan(IReadOnlyList<string> Lines)
{
    /// <summary>What PostgreSQL reads whole is said so; SQLite scans, and says by what if there is something to scan by.</summary>
    public bool ReadsWholeTable => Lines.Any(line => line.Contains("Seq Scan on", StringComparison.Ordinal)
        || (line.StartsWith("SCAN", StringComparison.Ordinal)
            && !line.Contains("USING", StringComparison.Ordinal)
            && !line.Contains(":M", StringComparison.Ordinal)
            && line != "SCAN found"));

    public bool UsesIndex => Indexes.Count > 0;

    /// <summary>Each once, in the order in which the plan names them.</summary>
    public IReadOnlyList<string> Indexes =>
        [.. Lines.SelectMany(line => Index().Matches(line)).Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value).Distinct()];

    public static async Task<QueryPlan> ReadAsync(IDatabase database, Statement statement, CancellationToken ct) => new(
        database.SchemaFolder == "Postgres"
            ? await database.ReadAsync(session => session.ListAsync(statement.After("explain"), row => row.GetString(0), ct), ct)
            : await database.ReadAsync(session => session.ListAsync(statement.After("explain query plan"), row => row.GetString(3), ct), ct));

    public override string ToString() => string.Join('\n', Lines);

    [GeneratedRegex(@"INDEX ([a-z]\w+)|(\w+) VIRTUAL TABLE INDEX \d+:M|USING (?:INTEGER )?(PRIMARY KEY)|Index (?:Only )?Scan(?: "
        + @"Backward)? using (\w+)|Bitmap Index Scan on (\w+)")]
    private static partial Regex Index();
}
