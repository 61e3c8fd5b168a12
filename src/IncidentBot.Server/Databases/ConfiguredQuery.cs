using IncidentBot.Settings;
using Npgsql;
using NpgsqlTypes;

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
    /// <param name="now">What <c>45m</c> counts from.</param>
    public NpgsqlBatch Open(NpgsqlConnection connection, IReadOnlyDictionary<string, string> values, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand($"declare {Cursor} no scroll cursor without hold for {Sql}");
        foreach (var argument in Arguments)
        {
            command.Parameters.Add(Parameter(argument, values[argument.Name], now));
        }

        return new NpgsqlBatch(connection) { BatchCommands = { command } };
    }

    private static NpgsqlParameter Parameter(Argument argument, string text, DateTimeOffset now) => argument.Kind switch
    {
        ArgumentKind.Integer => new NpgsqlParameter<long>(argument.Name, NpgsqlDbType.Bigint) { TypedValue = Argument.Integer(text) },
        ArgumentKind.Time =>
            new NpgsqlParameter<DateTime>(argument.Name, NpgsqlDbType.TimestampTz) { TypedValue = Argument.Time(text, now).UtcDateTime },
        _ => new NpgsqlParameter<string>(argument.Name, NpgsqlDbType.Text) { TypedValue = text },
    };
}
