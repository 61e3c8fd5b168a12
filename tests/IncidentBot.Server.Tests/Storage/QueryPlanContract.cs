using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Watch;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>The queries that workers ask all day, and those of pages, must not read whole tables.</summary>
/// <param name="store">Empty, and one for all of them: to ask for a plan changes nothing.</param>
public abstract class QueryPlanContract(EmptyStore store)
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected IDatabase Database => store.Database;

    /// <summary>Found by revision and shown by position, so these few rows are sorted.</summary>
    private const string NewInChannel = "what is new in a channel";

    private static readonly Replica Replica = new("replica-1");

    /// <summary>Stands in where only the names of the queries are asked for.</summary>
    private static readonly WordSearch NoWords = new("", "", "", "", _ => "");

    public static TheoryData<string> Queries => [.. All("", NoWords).Select(query => query.Name)];

    private static (string Name, Statement Statement)[] All(string skipLocked, WordSearch words) =>
    [
        ("claim inbox", SqlInbox.Claim(Some.Now, Some.Now, Replica, skipLocked)),
        ("claim outbox", SqlOutbox.Claim(Some.Now, Some.Now, Replica, skipLocked)),
        ("step aside", SqlOutbox.StepAside(Some.Post("p1"), "7c1e")),
        ("claim schedule", SqlSchedule.Claim(Some.Now, Some.Now, Replica, skipLocked)),
        ("next due", SqlSchedule.NextDue()),
        ("add alerts", SqlAlertInbox.Add([.. Enumerable.Repeat(SqlAlertInbox.NewDelivery.Of("prom", new("group", []), Some.Now), 2)], 10)),
        ("oldest alerts", SqlAlertInbox.Oldest(10)),
        ("finish alerts", SqlAlertInbox.Finish([1, 2])),
        ("find alerts", SqlAlerts.Find("prom", ["f1", "f2"])),
        ("alerts of incident", SqlAlerts.OfIncident(new IncidentId(Guid.NewGuid()), 20)),
        ("alerts that fire", SqlAlerts.Firing(withoutIncident: false, 20)),
        ("alerts that fire without an incident", SqlAlerts.Firing(withoutIncident: true, 20)),
        ("alerts of a group that wait", SqlAlerts.Waiting(Guid.NewGuid())),
        ("silences that last", SqlAlerts.Lasting()),
        ("heard of alerts", SqlAlerts.Heard("prom", ["f1", "f2"], Some.Now)),
        ("forget alerts", SqlAlerts.Forget(Some.Now, 10)),
        ("due webhook", SqlWebhooks.Due("ops", Some.Now)),
        ("claim webhook", SqlWebhooks.Claim("ops", Some.Now, Some.Now, Replica)),
        ("last of a webhook", SqlWebhooks.Last("ops", 20)),
        ("waiting of a webhook", SqlWebhooks.Waiting("ops")),
        ("one delivery again", SqlWebhooks.Again(new("ops", 1, null, Some.Now))),
        ("deliveries again", SqlWebhooks.Again(new("ops", null, Some.Now, Some.Now))),
        ("forget deliveries", SqlWebhooks.Forget(Some.Now, 10)),
        ("due letter", SqlMail.Due(Some.Now)),
        ("claim letter", SqlMail.Claim(Some.Now, Some.Now, Replica)),
        ("lists that were told", SqlMail.Threads(new IncidentId(Guid.NewGuid()))),
        ("waiting letters of a list", SqlMail.Waiting("ops")),
        ("last letter of a list", SqlMail.Last("ops", MailState.Sent)),
        ("forget letters", SqlMail.Forget(Some.Now, 10)),
        ("forget lists that were told", SqlMail.ForgetThreads(Some.Now, 10)),
        ("samples of a target", SqlWatch.Samples(new("redis", "primary"), WatchGrain.Fine, Some.Now, Some.Now)),
        ("newest sample", SqlWatch.Newest(new("redis", "primary"))),
        ("breaches of a target", SqlWatch.OfTarget(new("redis", "primary"), Some.Now)),
        ("breaches that last", SqlWatch.Lasting()),
        ("precision of measures", SqlWatch.Said(Some.Now)),
        ("forget samples", SqlWatch.ForgetSamples(WatchGrain.Fine, Some.Now, 10)),
        ("forget breaches", SqlWatch.ForgetBreaches(Some.Now, 10)),
        ("answer", SqlAnswers.Find("slack:T1:1.2")),
        ("forget inbox", SqlInbox.Forget(Some.Now, 10)),
        ("forget given up", SqlOutbox.Forget(Some.Now, 10)),
        ("forget link codes", SqlLinks.Forget(Some.Now, 10)),
        ("forget turns", SqlTurns.Forget(Some.Now, 10)),
        ("who is signed in", SqlSignIns.Find("0123", Some.Now)),
        ("forget sign-ins", SqlSignIns.Forget(Some.Now, 10)),
        ("forget channel messages", SqlChannelLog.Forget(Some.Ops, 10, 10)),
        ("given up", SqlOutbox.GivenUpSince(Some.Now)),
        ("channels that hold too much", SqlChannelLog.Overfull(0, 10)),
        ("last revision", SqlChannelLog.LastRevision()),
        .. SqlReplicas.Release("replica-1").Select((statement, n) => ($"release {n}", statement)),
        ("incidents in channel", SqlIncidents.InChannel(Some.Ops)),
        ("last over in channel", SqlIncidents.LastOver(Some.Ops)),
        ("holder", SqlRuns.HolderOf("redis primary")),
        ("runs of incident", SqlRuns.OfIncident(new IncidentId(Guid.NewGuid()))),
        ("running runs", SqlRuns.Running()),
        ("pinned runbook", SqlRunbooks.Find("7c1e")),
        ("channel page", SqlChannelLog.Page(Some.Ops, Some.Ada, 0, 50)),
        (NewInChannel, SqlChannelLog.Page(Some.Ops, Some.Ada, 5, 50)),
        ("earlier channel page", SqlChannelLog.PageBefore(Some.Ops, Some.Ada, "m", 50)),
        ("channels", SqlChannelLog.Channels("local", long.MaxValue, 50)),
        ("channels of open incidents", SqlChannelLog.OpenChannels(50)),
        ("earliest in channel", SqlChannelLog.Earliest(Some.Ops, Some.Ada, 10)),
        ("posted in channels", SqlChannelLog.Posted("local", Some.Ada, 5, 50)),
        ("conversation", SqlConversations.Find(Some.Ops)),
        ("kept card", SqlKeptCards.Find("7c1e", Some.Now)),
        ("forget kept cards", SqlKeptCards.Forget(Some.Now, 10)),
        .. ListQueries.All(words).SelectMany(query => new[]
        {
            ($"first page of {query.Name}", query.Keyset.Page(null, 20)),
            ($"later page of {query.Name}", query.Keyset.Page(query.Later, 20)),
            ($"count of {query.Name}", query.Keyset.Count()),
        }),
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task No_table_is_read_from_end_to_end(string query)
    {
        var statement = All(Database.SkipLocked, Database.Words).Single(other => other.Name == query).Statement;

        var plan = await ExplainAsync(statement);

        Assert.DoesNotContain(plan, ReadsWholeTable);
        Assert.Contains(plan, UsesIndex);
        Assert.True(query is NewInChannel || !plan.Exists(Sorts), string.Join('\n', plan));
    }

    private protected abstract Task<List<string>> ExplainAsync(Statement statement);

    protected abstract bool ReadsWholeTable(string line);

    protected abstract bool UsesIndex(string line);

    protected abstract bool Sorts(string line);
}

public sealed class EmptySqlite() : EmptyStore(new TestSqlite());

public sealed class EmptyPostgres(PostgresServer server) : EmptyStore(new TestPostgres(server));

public sealed class SqliteQueryPlanTests(EmptySqlite store) : QueryPlanContract(store), IClassFixture<EmptySqlite>
{
    private protected override Task<List<string>> ExplainAsync(Statement statement) =>
        Database.ReadAsync(session => session.ListAsync(statement.After("explain query plan"), row => row.GetString(3), Ct), Ct);

    /// <remarks>What a full-text search has matched is a table to the planner too, as are the rows that a count has found, and those that are added.</remarks>
    protected override bool ReadsWholeTable(string line) =>
        line.StartsWith("SCAN", StringComparison.Ordinal)
        && !line.Contains("USING", StringComparison.Ordinal)
        && !line.Contains(":M", StringComparison.Ordinal)
        && line is not ("SCAN found" or "SCAN 2-ROW VALUES CLAUSE");

    protected override bool Sorts(string line) => line.Contains("TEMP B-TREE", StringComparison.Ordinal);

    protected override bool UsesIndex(string line) => line.Contains("INDEX", StringComparison.Ordinal)
        || line.Contains("USING INTEGER PRIMARY KEY", StringComparison.Ordinal)
        || line.Contains("USING PRIMARY KEY", StringComparison.Ordinal);
}

public sealed class PostgresQueryPlanTests(EmptyPostgres store) : QueryPlanContract(store), IClassFixture<EmptyPostgres>
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
