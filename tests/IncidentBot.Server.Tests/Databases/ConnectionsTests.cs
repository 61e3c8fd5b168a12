using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary><c>db.connections</c>: against a server that really runs full.</summary>
public sealed class ConnectionsTests
{
    [Fact]
    public async Task A_server_that_runs_full_is_seen_coming_and_named_when_it_is()
    {
        await using var server = PostgresServer.Small(13);
        var database = await server.CreateDatabaseAsync();
        NpgsqlConnection.ClearAllPools();
        var role = await DatabaseRig.RoleAsync(database);
        var name = new NpgsqlConnectionStringBuilder(role).Username;
        await DatabaseRig.RunAsync(database, $"grant pg_monitor to {name}");
        await using var rig = new DatabaseRig(role, "Applications:0=api%", "Applications:1=worker");
        List<NpgsqlConnection> held = [];
        try
        {
            for (var i = 0; i < 7; i++)
            {
                held.Add(await DatabaseRig.OpenAsync(role, i < 5 ? $"api-{i % 2}" : "cron"));
            }

            var roomy = await rig.ReadAsync("connections");
            Assert.True(roomy.Healthy);
            Assert.Equal("main: 7 of 10 connections in use (70 %)", roomy.Answer);
            Assert.Equal(
                (7, 10, 13),
                (roomy.Readings.ValueOf("db.connections"), roomy.Readings.ValueOf("db.connections_limit"), roomy.Readings.ValueOf("max_connections")));
            Assert.Equal(
            [
                "api%: 5 connections",
                "worker: 0 connections",
                "   3  api-0: 3 idle",
                "   2  api-1: 2 idle",
                "   2  cron: 2 idle",
                "max_connections 13, of which 3 for superusers; ours is not counted",
            ], roomy.Evidence);

            held.Add(await DatabaseRig.OpenAsync(role, "cron"));
            var crowded = await rig.ReadAsync("connections");
            Assert.Equal(
                ("main: its places for connections are nearly all taken, most by api-0 (3); 8 of 10 connections in use (80 %)", false, "CONNECTIONS"),
                (crowded.Answer, crowded.Healthy, crowded.FailureClass));

            // The bot's own connection has gone back to the pool; another bot has none.
            held.Add(await DatabaseRig.OpenAsync(role, "cron"));
            await using var other = new DatabaseRig(role);
            var full = await other.ReadAsync("connections");
            Assert.Equal("TOO MANY CONNECTIONS", full.FailureClass);
            Assert.StartsWith(
                "main: TOO MANY CONNECTIONS, it lets nobody in any more (remaining connection slots are reserved",
                full.Answer,
                StringComparison.Ordinal);
            Assert.StartsWith("That is the finding itself", full.Steps[0], StringComparison.Ordinal);
        }
        finally
        {
            foreach (var connection in held)
            {
                await connection.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Who_waits_and_who_makes_them_wait_is_shown()
    {
        await using var server = PostgresServer.Small(20);
        var database = await server.CreateDatabaseAsync();
        await DatabaseRig.RunAsync(database, "create table jobs (id int)");
        await using var holder = await DatabaseRig.OpenAsync(database, "migration");
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "lock table jobs");
        await using var waiter = await DatabaseRig.OpenAsync(database, "api-1");
        var waiting = ExecuteAsync(waiter, "select * from jobs");
        await UntilAsync(database, "wait_event_type = 'Lock' and clock_timestamp() - state_change > interval '1.1 s'");
        await using var rig = new DatabaseRig(database);

        var report = await rig.ReadAsync("connections");

        var pid = holder.ProcessID.ToString(CultureInfo.InvariantCulture);
        Assert.Equal((false, "LOCK QUEUE", Gravity.Outage), (report.Healthy, report.FailureClass, report.Gravity));
        Assert.StartsWith(
            $"main: 1 client waits for a lock behind migration (pid {pid}, idle in transaction), the longest for ",
            report.Answer,
            StringComparison.Ordinal);
        Assert.EndsWith("; 1 idle in transaction", report.Answer, StringComparison.Ordinal);
        Assert.Equal(
            $"Have migration commit or roll back; if it cannot, a superuser ends it: select pg_terminate_backend({pid})",
            Assert.Single(report.Steps));
        Assert.Contains(report.Evidence, line => line.StartsWith("Longest transaction: ", StringComparison.Ordinal)
            && line.EndsWith($"migration, pid {pid}, idle in transaction", StringComparison.Ordinal));
        Assert.Contains(report.Evidence, line => line.StartsWith("Longest idle in transaction: ", StringComparison.Ordinal)
            && line.Contains($"migration, pid {pid}", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Evidence, line => line.Contains("not visible", StringComparison.Ordinal));
        await transaction.RollbackAsync();
        await waiting;
    }

    [Fact]
    public async Task A_plain_role_counts_the_same_and_says_what_it_cannot_see()
    {
        await using var server = PostgresServer.Small(20);
        var database = await server.CreateDatabaseAsync();
        NpgsqlConnection.ClearAllPools();
        var role = await DatabaseRig.RoleAsync(database);
        var name = new NpgsqlConnectionStringBuilder(role).Username;
        await using var foreign = await DatabaseRig.OpenAsync(database, "api-1");
        await using var own = await DatabaseRig.OpenAsync(role, "mine");
        await using var rig = new DatabaseRig(role);

        // What made the role is closed, and its backend takes a moment to be gone.
        await Eventually.TrueAsync(
            async () => (await rig.ReadAsync("connections")).Answer.StartsWith("main: 2 of", StringComparison.Ordinal), "the others are gone");
        var report = await rig.ReadAsync("connections");

        Assert.Equal("main: 2 of 17 connections in use (12 %)", report.Answer);
        Assert.Equal(
            [
                "   1  api-1: 1 state not visible",
                "   1  mine: 1 idle",
                "max_connections 20, of which 3 for superusers; ours is not counted",
                $"What 1 of them do is not visible to {name}: locks and transactions may be missing above.",
                $"To see it: GRANT pg_monitor TO {name}",
            ],
            report.Evidence);

        await DatabaseRig.RunAsync(database, report.Evidence[^1]["To see it: ".Length..]);
        Assert.Contains("   1  api-1: 1 idle", (await rig.ReadAsync("connections")).Evidence);
    }

    [Fact]
    public async Task Who_is_idle_in_a_transaction_for_long_is_trouble_and_for_a_moment_is_not()
    {
        await using var server = PostgresServer.Small(20);
        var database = await server.CreateDatabaseAsync();
        await using var idle = await DatabaseRig.OpenAsync(database, "console");
        await using var transaction = await idle.BeginTransactionAsync();
        await ExecuteAsync(idle, "select 1");
        await UntilAsync(database, "state = 'idle in transaction' and clock_timestamp() - state_change > interval '0.1 s'");
        await using var patient = new DatabaseRig(database, "LongIdle=01:00:00");
        await using var strict = new DatabaseRig(database, "LongIdle=00:00:00.1");

        Assert.True((await patient.ReadAsync("connections")).Healthy);
        var report = await strict.ReadAsync("connections");
        Assert.Equal((false, "IDLE IN TRANSACTION", Gravity.Degraded), (report.Healthy, report.FailureClass, report.Gravity));
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"main: console (pid {idle.ProcessID}) is idle in a transaction for "),
            report.Answer,
            StringComparison.Ordinal);
        await transaction.RollbackAsync();
    }

    private static Task UntilAsync(string database, string which) => Eventually.TrueAsync(
        async () => (long)(await DatabaseRig.AskAsync(database, $"select count(*) from pg_stat_activity where {which}"))! == 1,
        which);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
