using System.Diagnostics;
using System.Globalization;
using System.Net;
using IncidentBot.Chat.Local;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;
using Npgsql;

namespace IncidentBot.EndToEnd;

/// <summary>A store that can be read and not written: supervisors and people are told so, nothing is taken, and it goes on when there is room.</summary>
public sealed class FullStoreTests(PostgresServer postgres)
{
    private const string NoRedis = "redis://127.0.0.1:1";

    [Fact]
    public async Task A_bot_whose_disk_is_full_is_not_ready_and_takes_nothing()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotProcess.StartAsync(NoRedis, [.. SlackRoom.Settings(slack), "Local:Enabled=true"]);
        await AssertReadyAsync(bot, HttpStatusCode.OK, "ready");

        await LimitFilesAsync(bot, "1");
        await AssertReadyAsync(bot, HttpStatusCode.ServiceUnavailable, "The store can be read but not written.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis ping"));
        Assert.Equal(
            new FakeSlackAck(503, "The request could not be stored. Nothing was done."),
            await slack.Sender.SendAsync(slack.Sender.Command("/redis", "ping"), new Uri(bot.Address, "/slack/commands"), TestRedis.Token));

        await LimitFilesAsync(bot, "unlimited");
        await AssertReadyAsync(bot, HttpStatusCode.OK, "ready");
        Assert.Equal(HttpStatusCode.Accepted, await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis ping"));
        await bot.Room.SeesAsync(LocalPeople.Ada, LocalChannels.General, "REFUSED at TCP");

        await bot.TerminateAsync();
        Assert.Contains("cannot be used", await bot.SaidAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await bot.SaidAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_whose_PostgreSQL_only_reads_is_not_ready_and_takes_nothing()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var bot = await BotProcess.StartAsync(
            NoRedis, $"Storage:Postgres={database}", $"Audit:Key={Convert.ToBase64String(new byte[32])}", "Storage:Heartbeat=00:00:10");
        await AssertReadyAsync(bot, HttpStatusCode.OK, "ready");

        await OnlyReadsAsync(database, "on");
        await AssertReadyAsync(bot, HttpStatusCode.ServiceUnavailable, "The store can be read but not written.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis ping"));

        await OnlyReadsAsync(database, "off");
        await AssertReadyAsync(bot, HttpStatusCode.OK, "ready");
        Assert.Equal(HttpStatusCode.Accepted, await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis ping"));

        await bot.TerminateAsync();
        Assert.DoesNotContain("   at ", await bot.SaidAsync(), StringComparison.Ordinal);
    }

    /// <summary>No file of the process may grow beyond that many bytes: to whoever writes, the disk is full.</summary>
    private static async Task LimitFilesAsync(BotProcess bot, string bytes)
    {
        using var prlimit = Process.Start("prlimit", ["--pid", bot.ProcessId.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:unlimited"]);
        await prlimit.WaitForExitAsync(TestRedis.Token);
        Assert.Equal(0, prlimit.ExitCode);
    }

    /// <summary>As a standby is after a failover. The sessions of before are ended, as they are then.</summary>
    private static async Task OnlyReadsAsync(string database, string onOrOff)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false;Options=-c default_transaction_read_only=off");
        await connection.OpenAsync(TestRedis.Token);
        await using var command = new NpgsqlCommand(
            $"""
             alter database {connection.Database} set default_transaction_read_only = {onOrOff};
             select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
             """,
            connection);
        await command.ExecuteNonQueryAsync(TestRedis.Token);
    }

    private static async Task AssertReadyAsync(BotProcess bot, HttpStatusCode status, string words)
    {
        using var http = new HttpClient { BaseAddress = bot.Address };
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestRedis.Token);
                return answer.StatusCode == status && (await answer.Content.ReadAsStringAsync(TestRedis.Token)).Contains(words, StringComparison.Ordinal);
            },
            $"/health/ready answers {status} and '{words}'");
    }
}
