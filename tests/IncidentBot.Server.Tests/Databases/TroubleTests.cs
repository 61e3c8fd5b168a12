using System.Net;
using System.Net.Sockets;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;
using Microsoft.Extensions.Options;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary>What goes wrong with a database, in words; and what stops the start, and what does not.</summary>
public sealed class TroubleTests(PostgresServer server)
{
    [Fact]
    public async Task Where_nothing_listens_it_is_refused()
    {
        await using var rig = new DatabaseRig(
            $"Host=127.0.0.1;Port={FreePort.Next()};Username=bot;Password={DatabaseRig.Secret}",
            DatabaseRig.Query("one", "select 1"));

        Assert.Equal("REFUSED", (await rig.ReadAsync("query one")).FailureClass);
        Assert.Equal("REFUSED", (await rig.ReadAsync("connections")).FailureClass);
        await rig.StartAsync();
    }

    [Fact]
    public async Task What_hangs_up_is_said_to_have_closed()
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        await using var rig = new DatabaseRig(
            $"Host=127.0.0.1;Port={((IPEndPoint)stranger.LocalEndpoint).Port};Username=bot;Password={DatabaseRig.Secret};SSL Mode=Disable",
            DatabaseRig.Query("one", "select 1"));

        // Npgsql asks a second time, with less, before it gives up.
        var reading = rig.ReadAsync("query one");
        while (!reading.IsCompleted)
        {
            var next = stranger.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(next, reading) == next)
            {
                (await next).Dispose();
            }
        }

        Assert.Equal("CLOSED", (await reading).FailureClass);
    }

    [Fact]
    public async Task A_database_that_is_silent_does_not_stop_the_start()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var rig = new DatabaseRig(
            $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=bot;Password={DatabaseRig.Secret}",
            DatabaseRig.Query("one", "select 1"));

        await rig.StartAsync();
    }

    [Fact]
    public async Task A_wrong_user_and_a_wrong_database_are_told_apart()
    {
        var database = await server.CreateDatabaseAsync();
        await using var nobody = new DatabaseRig(new NpgsqlConnectionStringBuilder(database) { Username = "nobody_at_all" }.ConnectionString);
        var refused = await nobody.ReadAsync("connections");
        Assert.Equal("LOGIN REFUSED", refused.FailureClass);
        Assert.Contains("Databases__main__ConnectionString", refused.Steps[0], StringComparison.Ordinal);

        await using var nowhere = new DatabaseRig(new NpgsqlConnectionStringBuilder(database) { Database = "nowhere" }.ConnectionString);
        Assert.Equal("NO SUCH DATABASE", (await nowhere.ReadAsync("connections")).FailureClass);
    }

    [Theory]
    [InlineData(
        "select 1; delete from jobs",
        "Databases:main:Queries:bad:Sql is refused by the database: cannot insert multiple commands into a prepared statement. Expected one SELECT.")]
    [InlineData("select @id; delete from jobs where id = @id", "several")]
    [InlineData("delete from jobs", "Databases:main:Queries:bad:Sql is refused by the database: syntax error")]
    [InlineData(
        "with gone as (delete from jobs returning id) select * from gone",
        "Databases:main:Queries:bad:Sql is refused by the database: DECLARE CURSOR must not contain data-modifying statements")]
    [InlineData("selec 1", "Databases:main:Queries:bad:Sql is refused by the database: syntax error")]
    public async Task A_query_that_can_never_run_stops_the_start(string sql, string said)
    {
        var database = await server.CreateDatabaseAsync();
        await DatabaseRig.RunAsync(database, "create table jobs (id int)");
        await using var rig = new DatabaseRig(database, [DatabaseRig.Query("bad", sql), DatabaseRig.Query("good", "select 1"), .. sql.Contains(
            '@',
            StringComparison.Ordinal) ? ["Queries:bad:Arguments:id:Kind=integer", "Queries:bad:Arguments:id:Example=1"] : Array.Empty<string>()]);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(rig.StartAsync);

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("good", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bot_itself_says_so_in_one_line()
    {
        var database = await server.CreateDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("incidentbot-databases-");
        try
        {
            var exit = await BotProcess.RunToEndAsync(
                "--Urls=http://127.0.0.1:0",
                $"--Storage:Sqlite={Path.Combine(folder.FullName, "incidentbot.db")}",
                $"--Audit:KeyFile={Path.Combine(folder.FullName, "audit.key")}",
                "--Targets:primary:Url=redis://127.0.0.1:1",
                $"--Databases:main:ConnectionString={database};Password={DatabaseRig.Secret}",
                "--Databases:main:Queries:bad:Sql=select 1; select 2");

            Assert.Equal(2, exit.Code);
            Assert.StartsWith(
                "The bot cannot start. Databases:main:Queries:bad:Sql is refused by the database: cannot insert multiple commands",
                exit.Errors,
                StringComparison.Ordinal);
            Support.Plain.AssertOneLine(exit, DatabaseRig.Secret);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_query_that_may_run_later_does_not()
    {
        await using var rig = new DatabaseRig(await server.CreateDatabaseAsync(), DatabaseRig.Query("early", "select * from not_migrated_yet"));

        await rig.StartAsync();
    }

    [Theory]
    [InlineData("ConnectionString=postgres://bot:pw-correct-horse-battery@db/app", "Databases:main:ConnectionString cannot be used.")]
    [InlineData("ConnectionString=Host=db;Password=pw-correct-horse-battery", "Databases:main:ConnectionString cannot be used.")]
    [InlineData("ConnectionString=", "in the environment as Databases__main__ConnectionString")]
    [InlineData("Queries:q:Sql=", "Databases:main:Queries:q:Sql is missing.")]
    [InlineData("Queries:q:Sql=select @minutes", "Databases:main:Queries:q:Sql has @minutes, which Arguments does not name.")]
    [InlineData("Queries:q:Arguments:minutes:Example=1", "Arguments has minutes, and Sql has no @minutes.")]
    [InlineData("Queries:q:TimeLimit=01:00:00", "Databases:main:Queries:q:TimeLimit is '01:00:00'.")]
    [InlineData("LongIdle=00:00:00", "Databases:main:LongIdle is '00:00:00'.")]
    public void A_setting_that_cannot_be_used_is_named(string setting, string said)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => new DatabaseRig(
            "Host=db;Username=bot",
            setting.StartsWith("Queries:q:Sql", StringComparison.Ordinal) ? [setting] : ["Queries:q:Sql=select 'a@b.example' <@ 'x'", setting]));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(DatabaseRig.Secret, refused.Message, StringComparison.Ordinal);
    }
}
