using System.Globalization;
using IncidentBot.Audit;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>What the contract suites share: each test has a database of its own and two replicas over it.</summary>
public abstract class StoreContract(TestStore store) : IAsyncLifetime
{
    protected TestStore Store => store;

    /// <summary>Ends a test that would otherwise hang.</summary>
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected ServiceProvider Here { get; private set; } = null!;

    protected ServiceProvider There { get; private set; } = null!;

    private protected IDatabase Database => Here.GetRequiredService<IDatabase>();

    protected ILedger Ledger => Here.GetRequiredService<ILedger>();

    protected IAuditStore Audit => Here.GetRequiredService<IAuditStore>();

    protected AuditChain Chain => Here.GetRequiredService<AuditChain>();

    public virtual async ValueTask InitializeAsync()
    {
        Here = await store.ReplicaAsync();
        There = await store.ReplicaAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Behind the bot's back.</summary>
    protected Task<int> SqlAsync(string sql) => Database.ChangeAsync(session => session.ExecuteAsync(new(sql), Ct), Ct);

    protected Task<long> CountAsync(string table) =>
        Database.ReadAsync(
            session => session.FindAsync(new($"select count(*) from {table}"), row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), Ct),
            Ct);

    /// <summary>How many rows there are in all tables that a commit can write to.</summary>
    protected async Task<string> RowsAsync()
    {
        var counts = new List<string>();
        foreach (var table in (string[])["incidents", "timeline", "runs", "runbooks", "audit_entries", "outbox", "schedule", "inbox where finished"])
        {
            counts.Add($"{table} {await CountAsync(table)}");
        }

        return string.Join(", ", counts);
    }

    protected async Task CommitAsync(Changes changes) => Assert.Equal(CommitResult.Committed, await Ledger.CommitAsync(changes, Ct));

    /// <summary>Starts all of them before any is waited for, half of them on the other replica.</summary>
    protected Task<T[]> ParallelAsync<T>(int count, Func<ServiceProvider, int, Task<T>> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(n => Task.Run(() => work(n % 2 == 0 ? Here : There, n), Ct)));
}
