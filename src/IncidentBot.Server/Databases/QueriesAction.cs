using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Databases;

/// <summary>What may be asked of a database. Nothing is contacted.</summary>
internal sealed class QueriesAction(DatabaseTargets targets) : IObserveAction
{
    public ActionDefinition Definition { get; } = new(new ActionId("db.queries"), Risk.Observe, "Lists the configured queries");

    public Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        var target = targets.Get(call.Target);
        return Task.FromResult(new ActionReport(
            $"{target.Name}: {target.Queries.Count} configured {Plural.Pick(target.Queries.Count, "query", "queries")} of {target.Address}",
            Healthy: true)
        {
            Evidence = [.. target.Queries.SelectMany(Lines)],
            Readings = Reading.Known(Reading.Count("db.queries", target.Queries.Count)),
            Next = [.. target.Queries.Where(query => query.Arguments.Count == 0)
                .Take(1)
                .Select(query => new Suggestion(query.Name, $"/db query {query.Name} on {target.Name}"))],
        });
    }

    private static IEnumerable<string> Lines(ConfiguredQuery query) =>
        [OneLine.Of($"/db query {query.Usage}"), .. query.Help.Length > 0 ? [$"    {OneLine.Of(query.Help, OneLine.Width - 4)}"] : Array.Empty<string>()];
}
