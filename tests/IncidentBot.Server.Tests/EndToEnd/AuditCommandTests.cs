using System.Globalization;
using System.Text.Json;
using IncidentBot.Audit;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IncidentBot.EndToEnd;

/// <summary><c>audit verify</c>, <c>export</c> and <c>head</c> as an auditor runs them, after somebody else was at the database.</summary>
public sealed class AuditCommandTests(PostgresServer postgres) : IAsyncLifetime
{
    private const int Entries = 8;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-audit-");

    private string File => Path.Combine(folder.FullName, "incidentbot.db");

    private string Key => $"--Audit:KeyFile={Path.Combine(folder.FullName, "audit.key")}";

    private string[] Sqlite => [$"--Storage:Sqlite={File}", Key];

    public static TheoryData<string, string> Tampering => new()
    {
        { "update audit_entries set body = replace(body, 'INC-3', 'INC-4') where sequence = 3", "Entry 3 does not fit the chain" },
        { "delete from audit_entries where sequence = 3", "After entry 2 comes entry 4" },
        {
            """
            update audit_entries set sequence = 100 where sequence = 3;
            update audit_entries set sequence = 3 where sequence = 4;
            update audit_entries set sequence = 4 where sequence = 100;
            """,
            "Entry 3 does not fit the chain"
        },
        { "delete from audit_entries where sequence > 5", "ends at entry 5, but its head says 8" },
        { "insert into audit_entries (sequence, body, mac) select 9, body, mac from audit_entries where sequence = 8", "ends at entry 9, but its head says 8" },
        { "delete from audit_head", "ends at entry 8, but its head says 0" },
    };

    public async ValueTask InitializeAsync() => await FillAsync(Sqlite);

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_untouched_record_is_intact_and_its_head_is_an_anchor_that_fits()
    {
        var head = await RunAsync("head");
        var verified = await BotProcess.RunToEndAsync(["audit", "verify", "--anchor", head.Output, .. Sqlite]);

        Assert.Equal((0, 0, ""), (head.Code, verified.Code, verified.Errors));
        Assert.Matches("^8:[0-9a-f]{64}$", head.Output);
        Assert.Equal($"The chain is intact: 8 entries, 1 anchors checked. Head {head.Output}", verified.Output);
    }

    [Fact]
    public async Task The_export_holds_every_entry_so_that_the_chain_can_be_checked_elsewhere()
    {
        var exported = await RunAsync("export");

        var lines = exported.Output.Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(Enumerable.Range(1, Entries), lines.Select(line => line.GetProperty("sequence").GetInt32()));
        var chain = new AuditChain(Convert.FromBase64String((await System.IO.File.ReadAllTextAsync(Path.Combine(folder.FullName, "audit.key"))).Trim()));
        var last = chain.Origin.Mac;
        foreach (var line in lines)
        {
            last = chain.Mac(last, line.GetProperty("sequence").GetInt64(), line.GetProperty("entry").GetRawText());
            Assert.Equal(last, line.GetProperty("mac").GetString());
        }

        Assert.EndsWith(last, (await RunAsync("head")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_can_be_of_what_is_asked_for_alone()
    {
        var all = (await RunAsync("export")).Output.Split('\n');
        var third = JsonDocument.Parse(all[2]).RootElement.GetProperty("entry").GetProperty("subject").GetString();

        var some = await BotProcess.RunToEndAsync(["audit", "export", $"--subject={third}", "--until", "2999-01-01", .. Sqlite]);
        var none = await BotProcess.RunToEndAsync(["audit", "export", "--from", "2999-01-01", .. Sqlite]);
        var wrong = await BotProcess.RunToEndAsync(["audit", "export", "--kind=Approvd", .. Sqlite]);

        Assert.Equal((0, ""), (some.Code, some.Errors));
        Assert.Equal(
            all.Where(line => JsonDocument.Parse(line).RootElement.GetProperty("entry").GetProperty("subject").GetString() == third),
            some.Output.Split('\n'));
        Assert.Equal((0, ""), (none.Code, none.Output));
        Assert.Equal(2, wrong.Code);
        Assert.StartsWith("There is no kind of record 'Approvd'. Did you mean Approved? There are: ", wrong.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task What_was_done_to_the_record_is_named(string sql, string fault)
    {
        await SqliteAsync(sql);

        var verified = await RunAsync("verify");

        Assert.Equal((1, ""), (verified.Code, verified.Errors));
        Assert.Contains(fault, verified.Output, StringComparison.Ordinal);
        Assert.Contains("The chain is NOT intact", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tail_cut_off_together_with_its_head_is_found_by_an_anchor_only()
    {
        var old = await SqliteAsync("select sequence || ':' || mac || ':' || seal from audit_head");
        await FillMoreAsync();
        var anchor = (await RunAsync("head")).Output;
        var parts = old.Split(':');
        await SqliteAsync(
            $"delete from audit_entries where sequence > {parts[0]}; update audit_head set sequence = {parts[0]}, mac = '{parts[1]}', seal = '{parts[2]}'");

        var alone = await RunAsync("verify");
        var anchored = await BotProcess.RunToEndAsync(["audit", "verify", "--anchor", anchor, .. Sqlite]);

        Assert.Equal((0, 1), (alone.Code, anchored.Code));
        Assert.Contains("ends at entry 8, but entry 10 was anchored: its tail was cut off", anchored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_is_found_on_PostgreSQL_too()
    {
        var database = await postgres.CreateDatabaseAsync();
        string[] settings = [$"--Storage:Postgres={database}", Key];
        await FillAsync(settings);
        var before = await BotProcess.RunToEndAsync(["audit", "verify", .. settings]);
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var edit = new NpgsqlCommand("update audit_entries set body = replace(body, 'INC-3', 'INC-4') where sequence = 3", connection);
            Assert.Equal(1, await edit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        var after = await BotProcess.RunToEndAsync(["audit", "verify", .. settings]);

        Assert.Equal((0, 1), (before.Code, after.Code));
        Assert.Contains("Entry 3 does not fit the chain", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_writes_meanwhile_gives_no_false_alarm()
    {
        await using var store = BotStore.Over(Sqlite);
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await store.WriteAuditAsync(1);
            }
        }, TestContext.Current.CancellationToken);
        var verifier = new AuditVerifier(store.Get<AuditChain>());
        var audit = store.Get<IAuditStore>();
        for (var i = 0; i < 50; i++)
        {
            var verdict = await verifier.VerifyAsync(audit.AllAsync(new AuditQuery(), default), audit.HeadAsync, [], default);
            Assert.Empty(verdict.Faults);
        }

        var verified = await RunAsync("verify");
        await enough.CancelAsync();
        await writing;
        Assert.Equal((0, ""), (verified.Code, verified.Errors));
    }

    [Theory]
    [InlineData("128")]
    [InlineData("128:3F9A01BC77D2")]
    [InlineData("128:3f9a")]
    [InlineData("-1:3f9a01bc77d2")]
    public async Task An_anchor_that_is_none_is_said_to_be_none(string anchor)
    {
        var verified = await BotProcess.RunToEndAsync([.. (string[])["audit", "verify", $"--anchor={anchor}"], .. Sqlite]);

        Assert.Equal(2, verified.Code);
        Assert.StartsWith($"'{anchor}' is not an anchor. Expected a sequence number, a colon and", verified.Errors, StringComparison.Ordinal);
        Assert.Equal("", verified.Output);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("export")]
    [InlineData("head")]
    public async Task A_store_that_cannot_be_reached_is_said_in_one_line_without_its_password(string command)
    {
        var port = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        var exit = await BotProcess.RunToEndAsync(
            "audit",
            command,
            $"--Storage:Postgres=Host=127.0.0.1;Port={port};Database=incidentbot;Username=bot;Password=s3cret-word",
            Key);

        Assert.Equal((2, ""), (exit.Code, exit.Output));
        Assert.Contains($"PostgreSQL at 127.0.0.1:{port}", exit.Errors, StringComparison.Ordinal);
        Plain.AssertOneLine(exit, "s3cret-word");
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("head")]
    public async Task A_database_that_was_never_a_bots_is_said_to_be_none_and_is_not_made(string command)
    {
        var missing = Path.Combine(folder.FullName, "elsewhere.db");
        var exit = await BotProcess.RunToEndAsync("audit", command, $"--Storage:Sqlite={missing}", Key);

        Assert.Equal(2, exit.Code);
        Plain.AssertOneLine(exit);
        Assert.False(System.IO.File.Exists(missing), "a reader made a database");
    }

    [Fact]
    public async Task Without_the_key_nothing_is_verified_and_none_is_made()
    {
        var key = Path.Combine(folder.FullName, "other.key");
        var exit = await BotProcess.RunToEndAsync("audit", "verify", $"--Storage:Sqlite={File}", $"--Audit:KeyFile={key}");

        Assert.Equal(2, exit.Code);
        Assert.StartsWith($"There is no audit key in the file {key}", exit.Errors, StringComparison.Ordinal);
        Plain.AssertOneLine(exit);
        Assert.False(System.IO.File.Exists(key), "a reader made a key");
    }

    [Theory]
    [InlineData("verify", "--ancor", "128:3f9a01bc77d2")]
    [InlineData("verify", "--Storage:Sqlite", "/data/other.db")]
    [InlineData("verfy")]
    public async Task A_word_that_is_not_understood_stops_it_instead_of_being_passed_over(params string[] words)
    {
        var exit = await BotProcess.RunToEndAsync(["audit", .. words, .. Sqlite]);

        Assert.Equal(2, exit.Code);
        Assert.Contains(words.First(word => word != "verify"), exit.Errors.Split('\n')[0], StringComparison.Ordinal);
    }

    private static async Task FillAsync(string[] settings)
    {
        await using var store = BotStore.Over(settings);
        await store.WriteAuditAsync(Entries);
    }

    private async Task FillMoreAsync()
    {
        await using var store = BotStore.Over(Sqlite);
        await store.WriteAuditAsync(2);
    }

    private Task<BotExit> RunAsync(string command) => BotProcess.RunToEndAsync(["audit", command, .. Sqlite]);

    private async Task<string> SqliteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture) ?? "";
    }
}
