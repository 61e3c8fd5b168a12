using IncidentBot.Actions;
using IncidentBot.Runbooks;

namespace IncidentBot.Databases;

/// <summary>The configured queries, as a runbook writes them. One with arguments is filled in by a person.</summary>
internal static class DatabaseSteps
{
    public static IReadOnlyList<ConfiguredStep> Of(DatabaseTargets targets) =>
    [
        .. from target in targets.All
           from query in target.Queries
           where query.Arguments.Count == 0
           select new ConfiguredStep(
               ConfiguredText.OfQuery(query.Sql),
               new ActionId("db.query"),
               [query.Name],
               target.Name,
               $"Databases:{target.Name}:Queries:{query.Name}"),
    ];
}
