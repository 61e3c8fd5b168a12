using Npgsql;

namespace IncidentBot.Databases;

/// <summary>One query that the configuration allows.</summary>
internal sealed record ConfiguredQuery(string Name, string Sql, string Help, TimeSpan TimeLimit, IReadOnlyList<Argument> Arguments)
{
    public const string Cursor = "incidentbot_query";

    /// <summary>As it is typed: <c>pending-jobs minutes=30</c></summary>
    public string Usage => string.Join(' ', [Name, .. Arguments.Select(argument => $"{argument.Name}={argument.Example}")]);

    /// <summary>
    /// Opens a cursor, so that the server makes no more rows than are fetched; that takes one SELECT and nothing else. A batch of
    /// one, because a plain command would be split at its semicolons, and the server has to see it whole to refuse a second statement.
    /// </summary>
    /// <param name="values">By argument; each without a fault.</param>
    public NpgsqlBatch Open(NpgsqlConnection connection, IReadOnlyDictionary<string, string> values)
    {
        var command = new NpgsqlBatchCommand($"declare {Cursor} no scroll cursor without hold for {Sql}");
        foreach (var argument in Arguments)
        {
            command.Parameters.Add(argument.Parameter(values[argument.Name]));
        }

        return new NpgsqlBatch(connection) { BatchCommands = { command } };
    }
}
