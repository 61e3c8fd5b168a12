using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>
/// PostgreSQL numbers a row when it is inserted and shows it when it is committed. These hold the first transaction open
/// and see that the second, which has the higher number, waits for it.
/// </summary>
public sealed class PostgresOrderTests(PostgresServer server) : StoreContract(new TestPostgres(server))
{
    private async Task<bool> WaitsAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            if (await CountAsync("pg_locks where not granted and database = (select oid from pg_database where datname = current_database())") > 0
                || await CountAsync("pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0)
            {
                return true;
            }
        }

        return false;
    }

    [Fact]
    public async Task A_message_waits_for_the_earlier_one_of_its_account()
    {
        Task<Receipt>? later = null;
        await Database.WriteAsync(
            async session =>
            {
                await SqlInbox.ReceiveAsync(session, Some.Message("first"), 200, Ct);
                later = There.GetRequiredService<IInbox>().AddAsync(Some.Message("second"), Ct);
                Assert.Equal(Receipt.New, await There.GetRequiredService<IInbox>().AddAsync(Some.Message("of another", "U2"), Ct));

                Assert.True(await WaitsAsync(later));
                return true;
            },
            Ct);

        Assert.Equal(Receipt.New, await later!);
    }

    [Fact]
    public async Task What_is_said_later_is_not_seen_before_what_was_said_first()
    {
        var ledger = Here.GetRequiredService<SqlLedger>();
        Task<CommitResult>? later = null;
        await Database.WriteAsync(
            async session =>
            {
                await ledger.RecordAndSayAsync(session, new Changes { Say = [Some.Post("first")] }, Ct);
                later = There.GetRequiredService<ILedger>().CommitAsync(new Changes { Say = [Some.Post("second")] }, Ct);

                Assert.True(await WaitsAsync(later));
                return true;
            },
            Ct);

        Assert.Equal(CommitResult.Committed, await later!);
    }
}
