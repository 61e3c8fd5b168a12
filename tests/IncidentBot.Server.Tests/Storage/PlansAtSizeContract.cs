using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>
/// With 100,000 incidents the planner has a choice, and still no query of a list reads a table from end to end. How long it
/// takes is not looked at here: that is <c>bench queries</c>.
/// </summary>
public abstract class PlansAtSizeContract(TestStore store) : StoreContract(store)
{
    private const int Incidents = 100_000;

    [Fact]
    public async Task Every_query_of_a_list_uses_an_index()
    {
        await ManyRows.WriteAsync(Database, Incidents, Ct);

        foreach (var (name, keyset, later) in ListQueries.All(Database.Words))
        {
            foreach (var (what, statement) in new[]
            {
                ("first page", keyset.Page(null, 20)),
                ("later page", keyset.Page(later, 20)),
                ("count", keyset.Count()),
            })
            {
                var plan = await QueryPlan.ReadAsync(Database, statement, Ct);
                Assert.True(plan.UsesIndex && !plan.ReadsWholeTable, $"The {what} of {name}:\n{plan}");
            }
        }
    }
}

public sealed class SqlitePlansAtSizeTests() : PlansAtSizeContract(new TestSqlite());

public sealed class PostgresPlansAtSizeTests(PostgresServer server) : PlansAtSizeContract(new TestPostgres(server));
