using System.Reflection;
using System.Text.Json;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage.Older;

/// <summary>
/// What the version of 22 November 2026 (schema 0008) left behind after five incidents on a full Redis: its own rows, its audit
/// key, and the summaries that it wrote. INC-1 was reopened and closed, INC-2 regressed after an override, INC-3 was cancelled,
/// INC-4 waits in the middle with a rejected run and one that awaits approval, INC-5 is being assessed.
/// </summary>
internal static class OlderStore
{
    private const int Schema = 8;

    private static readonly JsonElement[] Lines = [.. ReadLines()];

    public static string AuditKey { get; } = Lines[0].GetProperty("auditKey").GetString()!;

    /// <summary>As managers read them then; of those that were open without what goes on changing.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Summaries { get; } = Lines
        .Where(line => line.TryGetProperty("summary", out _))
        .ToDictionary(
            line => line.GetProperty("summary").GetString()!,
            IReadOnlyList<string> (line) => [.. line.GetProperty("lines").EnumerateArray().Select(text => text.GetString()!)]);

    /// <summary>The bodies of a table's rows, as JSON.</summary>
    public static IEnumerable<string> Bodies(string table) => Lines
        .Where(line => line.TryGetProperty("table", out var name) && name.GetString() == table)
        .Select(line => line.GetProperty("row").GetProperty("body").GetRawText());

    /// <summary>Into an empty database, by the schema files of then.</summary>
    public static async Task WriteAsync(TestStore store, CancellationToken ct)
    {
        await File.WriteAllTextAsync(store.KeyFile, AuditKey, ct);
        var database = (await store.UnstartedReplicaAsync()).GetRequiredService<IDatabase>();
        await new SchemaUpgrade(database, [.. SchemaFile.Of(database.SchemaFolder).Where(file => file.Number <= Schema)]).ApplyAsync(Some.Now, ct);
        await database.WriteAsync(
            async session =>
            {
                foreach (var line in Lines.Where(line => line.TryGetProperty("table", out _)))
                {
                    await session.ExecuteAsync(Insert(database, line.GetProperty("table").GetString()!, line.GetProperty("row")), ct);
                }

                return true;
            },
            ct);
    }

    /// <summary>The engines read the row themselves: what is JSON in it stays JSON, and 0 and 1 become what they call true and false.</summary>
    private static Statement Insert(IDatabase database, string table, JsonElement row)
    {
        var columns = row.EnumerateObject().Select(column => column.Name).ToList();
        var values = database.SchemaFolder is "Sqlite"
            ? $"select {string.Join(", ", columns.Select(column => $"json_extract(@row, '$.{column}')"))}"
            : $"select {string.Join(", ", columns)} from jsonb_populate_record(null::{table}, @row)";
        return new Statement($"insert into {table} ({string.Join(", ", columns)}) {values}") { ["row"] = new Json(row.GetRawText()) };
    }

    private static IEnumerable<JsonElement> ReadLines()
    {
        using var reader =
            new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("IncidentBot.Server.Tests.Storage.Older.store-0008.jsonl")!);
        while (reader.ReadLine() is { } line)
        {
            yield return JsonDocument.Parse(line).RootElement;
        }
    }
}
