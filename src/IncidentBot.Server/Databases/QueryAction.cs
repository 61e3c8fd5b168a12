using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Settings;
using IncidentBot.Words;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary>Runs one configured query, which cannot write, cannot run for long and cannot flood the channel.</summary>
internal sealed class QueryAction(DatabaseTargets targets, TimeProvider time) : IObserveAction
{
    public ActionDefinition Definition { get; } = new(new ActionId("db.query"), Risk.Observe, "Runs a configured query that only reads")
    {
        Parameters = Parameters(targets),
        TimeLimit = TimeSpan.FromSeconds(45),
    };

    public async Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        var target = targets.Get(call.Target);
        if (target.Find(call["query"]) is not { } query)
        {
            return Wrong($"{target.Name} has no query {call["query"]}.", $"See what there is: /db queries on {target.Name}");
        }

        var values = call.Arguments.Where(argument => argument.Key != "query").ToDictionary(StringComparer.OrdinalIgnoreCase);
        if (Fault(query, values) is { } fault)
        {
            return Wrong(fault, $"Type /db query {query.Usage} on {target.Name}");
        }

        var began = time.GetTimestamp();
        try
        {
            var table = await target.ReadAsync(query.TimeLimit, async connection =>
            {
                var timeout = DatabaseTarget.CommandTimeout(query.TimeLimit);
                await using var open = query.Open(connection, values, time.GetUtcNow());
                open.Timeout = timeout;
                await open.ExecuteNonQueryAsync(ct);
                return await ResultTable.FetchAsync(connection, timeout, ct);
            }, ct);
            return Report(target, query, table, time.GetElapsedTime(began));
        }
        catch (Exception e) when (e is NpgsqlException or NotSupportedException)
        {
            return DatabaseTrouble.Of(target, e).Report(target);
        }
    }

    private static ActionReport Report(DatabaseTarget target, ConfiguredQuery query, ResultTable table, TimeSpan took)
    {
        var subject = $"{target.Name} {query.Name}";
        var report = table switch
        {
            { Rows: [[var value]] } =>
                new ActionReport($"{subject}: {(value.Length == 0 ? "null" : value)} ({table.Columns[0]}, in {Duration.Measured(took)})", Healthy: true),
            { IsCut: true } => new ActionReport(
                $"{subject}: more than {table.Rows.Count} rows in {Duration.Measured(took)}; the first {table.Rows.Count}",
                Healthy: true)
            { Evidence = table.Lines() },
            _ => new ActionReport(
                $"{subject}: {table.Rows.Count switch { 0 => "no rows", 1 => "1 row", var count => $"{count} rows" }} in {Duration.Measured(took)}",
                Healthy: true)
            { Evidence = table.Lines() },
        };
        return report with
        {
            Readings = Reading.Known(
                Reading.Milliseconds("db.elapsed", took),
                table.IsCut ? null : Reading.Count("db.rows", table.Rows.Count),
                table.Rows is [[var single]] ? Reading.Count($"db.value:{table.Columns[0]}", Number(single)) : null),
        };
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Fault(ConfiguredQuery query, IReadOnlyDictionary<string, string> values)
    {
        if (values.Keys.FirstOrDefault(
            name => query.Arguments.All(argument => !string.Equals(argument.Name, name, StringComparison.OrdinalIgnoreCase))) is { } foreign)
        {
            return $"{query.Name} takes no {foreign}.";
        }

        return query.Arguments.Select(argument => !values.TryGetValue(argument.Name, out var typed)
                ? $"{argument.Name} is missing{(argument.Help.Length > 0 ? $": {argument.Help}" : "")}."
                : argument.Fault(typed) is { } fault ? $"{argument.Name} '{typed}' {fault}" : null)
            .FirstOrDefault(fault => fault is not null);
    }

    private static ActionReport Wrong(string fault, string hint) => new(fault, Healthy: false) { Evidence = [hint] };

    /// <summary>The name, then every argument that one of the queries takes; the query itself has the last word on each.</summary>
    private static IReadOnlyList<Parameter> Parameters(DatabaseTargets targets)
    {
        var queries = targets.All.SelectMany(target => target.Queries).ToList();
        return
        [
            new Parameter("query", "which one; /db queries lists them", queries.FirstOrDefault()?.Name ?? "pending-jobs")
            {
                Required = true,
                Choices = [.. queries.Select(query => query.Name).Distinct(StringComparer.OrdinalIgnoreCase)],
            },
            .. Argument.Parameters(queries.SelectMany(query => query.Arguments)),
        ];
    }
}
