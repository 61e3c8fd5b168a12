using System.Data;
using System.Globalization;
using IncidentBot.Execution;
using IncidentBot.Execution.Secrets;
using IncidentBot.Words;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary>The rows of a query, as many and as much of each as a phone can show.</summary>
internal sealed record ResultTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool IsCut)
{
    public const int MostRows = 50;
    private const int MostLetters = 16 * 1024;
    private const int WidestCell = 40;
    private const int LongestValue = 200;
    private const string Gap = "  ";

    /// <summary>Read as text and in pieces: a value of a gigabyte, or of a type that nobody here knows, is shown by its beginning.</summary>
    public static async Task<ResultTable> FetchAsync(NpgsqlConnection connection, int timeout, CancellationToken ct)
    {
        await using var fetch = connection.CreateCommand();
        fetch.CommandText = string.Create(CultureInfo.InvariantCulture, $"fetch forward {MostRows + 1} from {ConfiguredQuery.Cursor}");
        fetch.CommandTimeout = timeout;
        fetch.AllResultTypesAreUnknown = true;
        await using var reader = await fetch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).Select(name => OneLine.Of(name, WidestCell)).ToList();
        List<IReadOnlyList<string>> rows = [];
        var letters = 0;
        while (await reader.ReadAsync(ct))
        {
            if (rows.Count == MostRows || letters > MostLetters)
            {
                return new ResultTable(columns, rows, IsCut: true);
            }

            var row = new string[columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = await ValueAsync(reader, i, ct);
                letters += row[i].Length;
            }

            rows.Add(WithoutSecrets(columns, row));
        }

        return new ResultTable(columns, rows, IsCut: false);
    }

    public IReadOnlyList<string> Lines() => Rows switch
    {
        [] => [],
        [var only] => [.. Columns.Zip(only, (column, value) => OneLine.Of($"{column.PadRight(Columns.Max(name => name.Length))}{Gap}{value}"))],
        _ => [.. Table()],
    };

    private IEnumerable<string> Table()
    {
        var widths = Columns.Select(
            (column, i) => Math.Min(WidestCell, Rows.Max(row => row[i].Length) is var widest && widest > column.Length ? widest : column.Length)).ToList();
        var shown = 1;
        for (var width = widths[0]; shown < widths.Count && (width += Gap.Length + widths[shown]) <= OneLine.Width; shown++)
        {
        }

        var numeric = Columns.Select((_, i) =>
            Rows.All(row => row[i].Length == 0 || decimal.TryParse(row[i], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal _))).ToList();
        string Row(IReadOnlyList<string> values) => string.Join(Gap, values.Take(shown).Select((value, i) => Cell(value, widths[i], numeric[i]))).TrimEnd();
        yield return Row(Columns);
        foreach (var row in Rows)
        {
            yield return Row(row);
        }

        if (shown < Columns.Count)
        {
            yield return OneLine.Of($"Too wide to show: {string.Join(", ", Columns.Skip(shown))}");
        }
    }

    private static string Cell(string value, int width, bool numeric)
    {
        var cut = OneLine.Of(value, width);
        return numeric ? cut.PadLeft(width) : cut.PadRight(width);
    }

    /// <summary>By the names of the columns, before the table is drawn: what no longer stands beside its name is not known for a secret.</summary>
    private static string[] WithoutSecrets(List<string> columns, string[] row)
    {
        // A table of settings has the name in one column and the value in another.
        var namesASecret = row.Any(value => SecretName.Is(value));
        return
        [
            .. columns.Zip(row, (column, value) => value.Length > 0
                && (SecretName.Is(column) || (namesASecret && column.Equals("value", StringComparison.OrdinalIgnoreCase)))
                    ? Redactor.Mask
                    : value),
        ];
    }

    private static async Task<string> ValueAsync(NpgsqlDataReader reader, int column, CancellationToken ct)
    {
        if (await reader.IsDBNullAsync(column, ct))
        {
            return "";
        }

        using var text = await reader.GetTextReaderAsync(column, ct);
        var buffer = new char[LongestValue + 1];
        var length = await text.ReadBlockAsync(buffer, ct);
        return OneLine.Of(new string(buffer, 0, length), LongestValue);
    }
}
