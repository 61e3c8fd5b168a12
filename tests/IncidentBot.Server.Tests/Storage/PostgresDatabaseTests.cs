using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace IncidentBot.Server.Tests.Storage;

public sealed class PostgresDatabaseTests(PostgresServer server) : StoreContract(new TestPostgres(server))
{
    private const string Kill = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

    private static PostgresDatabase Open(string? connection) =>
        new(Options.Create(new StorageOptions { Postgres = connection }), NullLoggerFactory.Instance, TimeProvider.System);

    private static Task<int> PingAsync(PostgresDatabase database) =>
        database.ReadAsync(session => session.FindAsync(new("select 1"), row => row.GetInt32(0), Ct), Ct);

    private async Task KillConnectionsAsync()
    {
        await using var connection = new NpgsqlConnection(await ((TestPostgres)Store).ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(Kill, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_without_the_password()
    {
        await using var database = Open("Host=127.0.0.1;Port=1;Database=incidents;Username=bot;Password=hunter2hunter2");
        foreach (var use in (Func<Task>[])
        [
            () => PingAsync(database),
            () => database.WriteAsync(_ => Task.FromResult(1), Ct),
            () => database.ChangeAsync(_ => Task.FromResult(1), Ct),
        ])
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(use);

            Assert.StartsWith("PostgreSQL at 127.0.0.1:1/incidents cannot be reached:", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_named()
    {
        await using var database =
            Open(new NpgsqlConnectionStringBuilder(await ((TestPostgres)Store).ConnectionString) { Database = "nowhere" }.ConnectionString);

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => PingAsync(database));

        Assert.Contains("\"nowhere\" does not exist", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://bot:hunter2hunter2@db.example/incidents?sslmode=require")]
    [InlineData("Host=db;Password=hunter2hunter2;SSL Mode=hunter2hunter2")]
    [InlineData("hunter2hunter2")]
    public void A_connection_string_that_cannot_be_read_is_not_repeated(string text)
    {
        var error = Assert.Throws<StorageSetupException>(() => Open(text));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_that_the_server_closed_are_replaced()
    {
        await KillConnectionsAsync();
        await CommitAsync(new Changes { Audit = [Some.Audited()] });

        await KillConnectionsAsync();
        Assert.Equal(1, (await Audit.HeadAsync(Ct))!.Sequence);
    }

    [Fact]
    public async Task Work_whose_connection_broke_before_the_commit_is_done_again()
    {
        var tries = 0;
        await Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(new("insert into series (name, last) values ('x', 1)"), Ct);
                if (++tries == 1)
                {
                    await KillConnectionsAsync();
                }

                return await session.ExecuteAsync(new("insert into series (name, last) values ('y', 1)"), Ct);
            },
            Ct);

        Assert.Equal(2, tries);
        Assert.Equal(2, await CountAsync("series"));
    }

    [Fact]
    public async Task A_commit_whose_outcome_is_not_known_is_not_repeated()
    {
        var tries = 0;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Database.WriteAsync(
            async session =>
            {
                tries++;
                await session.ExecuteAsync(new("insert into series (name, last) values ('x', 1)"), Ct);
                await KillConnectionsAsync();
                return true;
            },
            Ct));

        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_deadlock_is_resolved_by_doing_one_of_the_two_again()
    {
        await SqlAsync("insert into series (name, last) values ('a', 0), ('b', 0)");
        using var bothStarted = new Barrier(2);
        var tries = 0;
        await Task.WhenAll(Both("a", "b"), Both("b", "a"));

        Assert.Equal(3, tries);
        Assert.Equal(2, await Database.ReadAsync(session => session.FindAsync(new("select min(last) from series"), row => row.GetInt64(0), Ct), Ct));

        Task Both(string first, string second) => Task.Run(
            async () =>
            {
                var isFirstTry = true;
                await Database.WriteAsync(
                    async session =>
                    {
                        Interlocked.Increment(ref tries);
                        await SqlLedger.NextAsync(session, first, Ct);
                        if (isFirstTry)
                        {
                            isFirstTry = false;
                            bothStarted.SignalAndWait(Ct);
                        }

                        return await SqlLedger.NextAsync(session, second, Ct);
                    },
                    Ct);
            },
            Ct);
    }

    [Fact]
    public async Task An_error_of_the_statement_is_not_taken_for_a_lost_server()
    {
        await Assert.ThrowsAsync<PostgresException>(() => SqlAsync("select * from nowhere"));
    }
}
