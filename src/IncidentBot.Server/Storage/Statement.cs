using System.Data.Common;

namespace IncidentBot.Storage;

/// <summary>SQL with its values: <c>new("… where id = @id") { ["id"] = id }</c>.</summary>
internal sealed class Statement(string sql)
{
    private readonly List<(string Name, object Value)> values = [];

    public object? this[string name]
    {
        set => values.Add((name, Stored(value)));
    }

    /// <summary>The same with a word before it, such as <c>explain</c>.</summary>
    public Statement After(string prefix)
    {
        var statement = new Statement($"{prefix} {sql}");
        statement.values.AddRange(values);
        return statement;
    }

    public DbCommand CommandOn(DbConnection connection, DbTransaction? transaction, IDatabase database)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value is Json json ? json.Text : value;
            if (value is Json)
            {
                database.MarkAsJson(parameter);
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Ids, times and enums are text in both engines, so that a row reads the same in psql and in sqlite3.</summary>
    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        string text => StoredText.Clean(text),
        Guid id => id.ToString(),
        DateTimeOffset at => StoredText.Of(at),
        Enum name => name.ToString(),
        _ => value,
    };
}
