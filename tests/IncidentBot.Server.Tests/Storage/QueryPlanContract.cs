using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>The queries that workers ask all day, and those of pages, must not read whole tables.</summary>
public abstract class QueryPlanContract(TestStore store) : StoreContract(store)
{
    /// <summary>Found by revision and shown by position, so these few rows are sorted.</summary>
    private const string NewInChannel = "what is new in a channel";

    private static readonly Replica Replica = new("replica-1");

    public static TheoryData<string> Queries => [.. All("").Select(query => query.Name)];

    private static (string Name, Statement Statement)[] All(string skipLocked) =>
    [
        ("claim inbox", SqlInbox.Claim(Some.Now, Some.Now, Replica, skipLocked)),
        ("claim outbox", SqlOutbox.Claim(Some.Now, Some.Now, Replica, skipLocked)),
        ("claim schedule", SqlSchedule.Claim(Some.Now, Some.Now, Replica, skipLocked)),
        ("next due", SqlSchedule.NextDue()),
        ("answer", SqlAnswers.Find("slack:T1:1.2")),
        ("forget inbox", SqlInbox.Forget(Some.Now, 10)),
        ("forget given up", SqlOutbox.Forget(Some.Now, 10)),
        ("forget link codes", SqlLinks.Forget(Some.Now, 10)),
        ("forget turns", SqlTurns.Forget(Some.Now, 10)),
        ("forget channel messages", SqlChannelLog.Forget(Some.Ops, 10, 10)),
        ("given up", SqlOutbox.GivenUpSince(Some.Now)),
        ("every channel", SqlChannelLog.Channels()),
        .. SqlReplicas.Release("replica-1").Select((statement, n) => ($"release {n}", statement)),
        ("incidents in channel", SqlIncidents.InChannel(Some.Ops)),
        ("open incidents", SqlIncidents.Newest(openOnly: true, 10)),
        ("all incidents", SqlIncidents.Newest(openOnly: false, 10)),
        ("timeline", SqlIncidents.Timeline(new IncidentId(Guid.NewGuid()), 10)),
        ("holder", SqlRuns.HolderOf("redis primary")),
        ("runs of incident", SqlRuns.OfIncident(new IncidentId(Guid.NewGuid()))),
        ("unsettled runs", SqlRuns.Unsettled(10)),
        ("abandoned runs", SqlRuns.Abandoned(Some.Now)),
        ("pinned runbook", SqlRunbooks.Find("7c1e")),
        ("audit page", SqlAudit.Page(100)),
        ("channel page", SqlChannelLog.Page(Some.Ops, Some.Ada, 0, 50)),
        (NewInChannel, SqlChannelLog.Page(Some.Ops, Some.Ada, 5, 50)),
        ("channels", SqlChannelLog.Channels("local")),
        ("conversation", SqlConversations.Find(Some.Ops)),
        ("kept card", SqlKeptCards.Find("7c1e", Some.Now)),
        ("forget kept cards", SqlKeptCards.Forget(Some.Now, 10)),
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task No_table_is_read_from_end_to_end(string query)
    {
        var statement = All(Database.SkipLocked).Single(other => other.Name == query).Statement;

        var plan = await ExplainAsync(statement);

        Assert.DoesNotContain(plan, ReadsWholeTable);
        Assert.Contains(plan, UsesIndex);
        Assert.True(query == NewInChannel || !plan.Exists(Sorts), string.Join('\n', plan));
    }

    private protected abstract Task<List<string>> ExplainAsync(Statement statement);

    protected abstract bool ReadsWholeTable(string line);

    protected abstract bool UsesIndex(string line);

    protected abstract bool Sorts(string line);
}

public sealed class SqliteQueryPlanTests() : QueryPlanContract(new TestSqlite())
{
    private protected override Task<List<string>> ExplainAsync(Statement statement) =>
        Database.ReadAsync(session => session.ListAsync(statement.After("explain query plan"), row => row.GetString(3), Ct), Ct);

    protected override bool ReadsWholeTable(string line) => line.StartsWith("SCAN", StringComparison.Ordinal) && !line.Contains("USING", StringComparison.Ordinal);

    protected override bool Sorts(string line) => line.Contains("TEMP B-TREE", StringComparison.Ordinal);

    protected override bool UsesIndex(string line) => line.Contains("INDEX", StringComparison.Ordinal) || line.Contains("USING INTEGER PRIMARY KEY", StringComparison.Ordinal) || line.Contains("USING PRIMARY KEY", StringComparison.Ordinal);
}

public sealed class PostgresQueryPlanTests(PostgresServer server) : QueryPlanContract(new TestPostgres(server))
{
    /// <remarks>The tables are empty, so the planner is asked what it could use and not what it would.</remarks>
    private protected override Task<List<string>> ExplainAsync(Statement statement) =>
        Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(new("set local enable_seqscan = off"), Ct);
                await session.ExecuteAsync(new("set local enable_bitmapscan = off"), Ct);
                await session.ExecuteAsync(new("set local enable_sort = off"), Ct);
                return await session.ListAsync(statement.After("explain"), row => row.GetString(0), Ct);
            },
            Ct);

    protected override bool ReadsWholeTable(string line) => line.Contains("Seq Scan", StringComparison.Ordinal);

    protected override bool Sorts(string line) => line.Contains("Sort Key", StringComparison.Ordinal);

    protected override bool UsesIndex(string line) => line.Contains("Index", StringComparison.Ordinal);
}
