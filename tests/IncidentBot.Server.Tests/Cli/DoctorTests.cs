using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.Cli;

/// <summary><c>doctor</c> without a word: everything that the settings name, in good and in broken states.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-doctor-");
    private RedisServer redis = null!;

    private string Key => Path.Combine(folder.FullName, "data", "audit.key");

    private string Database => Path.Combine(folder.FullName, "data", "incidentbot.db");

    public async ValueTask InitializeAsync() => redis = await RedisServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await redis.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Before_the_first_start_all_is_well_and_nothing_is_made()
    {
        var exit = await RunAsync(redis.Url);

        Assert.True(exit.Code == 0, exit.Output + exit.Errors);
        AssertSaid(exit, "✓ ok      settings: can be read.");
        AssertSaid(exit, $"✓ ok      store: {Database} is not there yet: the first start makes it.");
        AssertSaid(exit, "✓ ok      audit: there is no key yet: the first start makes one");
        AssertSaid(exit, "✓ ok      people: 2 people may Respond.");
        AssertSaid(exit, "✓ ok      news: nobody sends alerts; Alerts:Sources says who may.");
        AssertSaid(exit, "✓ ok      news: the bot watches 1 target, and opens incidents in local:");
        AssertSaid(exit, "✓ ok      redis primary: PONG in");
        AssertSaid(exit, "✓ ok      redis primary: as user default, who may do what the bot's commands need.");
        AssertSaid(exit, "✓ ok      queue primary: no BullMQ queue");
        AssertSaid(exit, "✓ ok      runbooks: ");
        AssertSaid(exit, "✓ ok      bot: none is running at http://127.0.0.1:");
        Assert.EndsWith("First: nothing, all is well.", exit.Output, StringComparison.Ordinal);
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Beside_a_bot_that_runs_on_the_same_file_it_looks_and_the_bot_goes_on()
    {
        await using var bot = await BotProcess.StartAsync(redis.Url);

        var exit = await bot.RunAsync("doctor");
        var health = await BotProcess.RunToEndAsync("health", $"--Urls={bot.Address}");

        Assert.Equal((0, ""), (exit.Code, exit.Errors));

        AssertSaid(exit, "✓ ok      store: is reached and up to date");
        AssertSaid(exit, "✓ ok      store: can be written.");
        AssertSaid(exit, "GB free on its disk");
        AssertSaid(exit, "✓ ok      audit: the key sealed the record's end");
        Assert.Equal((0, "ready"), (health.Code, health.Output));
    }

    [Fact]
    public async Task What_is_broken_is_wrong_and_the_first_of_it_is_said_last()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Key)!);
        await File.WriteAllTextAsync(Key, Convert.ToBase64String(new byte[32]));
        using (var opened = Process.Start("chmod", ["604", Key]))
        {
            await opened.WaitForExitAsync();
        }

        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "latin1.md"), [0x23, 0x20, 0xE9, 0x0A]);
        var port = FreePort.Next().ToString(CultureInfo.InvariantCulture);

        var exit = await RunAsync(
            $"redis://:s3cret-word@127.0.0.1:{port}",
            $"--Runbooks:Path={folder.FullName}",
            $"--Urls=http://0.0.0.0:{port}",
            "--Http:api:BaseUrl=http://127.0.0.1:1/",
            "--Http:api:Endpoints:health:Path=health",
            "--Http:api:Endpoints:health:Anonymous=true",
            "--People:0:Id=lin",
            "--People:0:Name=Lin",
            "--People:0:Accounts:0=slack:T0ACME:U0LIN");

        Assert.True(exit.Code == 1, exit.Output + exit.Errors);
        AssertSaid(exit, $"✗ wrong   audit: others than its owner may use the key, and whoever reads it can forge the record: chmod 600 {Key}");
        AssertSaid(exit, "! warning people: lin has the account slack:T0ACME:U0LIN, and slack is not configured.");
        AssertSaid(exit, "✗ wrong   redis primary: REFUSED at TCP after");
        AssertSaid(exit, "✗ wrong   http api: http://127.0.0.1:1 cannot be reached");
        AssertSaid(exit, "✗ wrong   runbooks: ");
        AssertSaid(exit, $"! warning addresses: http://0.0.0.0:{port} is open to other machines without TLS");
        Assert.Contains("\nFirst: audit: others than its owner may use the key", exit.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-word", exit.Output + exit.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_Slack_alone_nobody_is_listed_who_could_repair_anything()
    {
        await using var slack = await FakeSlack.StartAsync();
        var exit = await RunAsync(redis.Url, [.. slack.Settings.Select(setting => $"--{setting.Key}={setting.Value}")]);

        Assert.Equal(1, exit.Code);
        AssertSaid(exit, "✗ wrong   people: nobody may Respond: list who may, for example People:0:Id=ada");
        AssertSaid(exit, "✗ wrong   people: nobody may Approve");
        AssertSaid(exit, $"✓ ok      slack: Slack:BotToken speaks as @incidentbot in Acme ({FakeSlack.Team}).");
        Assert.Equal(["auth.test"], slack.Calls.Select(call => call.Method));
        Assert.DoesNotContain(slack.BotToken, exit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_approver_alone_is_a_warning()
    {
        await using var slack = await FakeSlack.StartAsync();
        var exit = await RunAsync(
            redis.Url,
            [
                .. slack.Settings.Select(setting => $"--{setting.Key}={setting.Value}"),
                "--People:0:Id=ada",
                "--People:0:Name=Ada",
                $"--People:0:Accounts:0=slack:{FakeSlack.Team}:U0ADA",
                "--People:0:Permissions:0=Respond",
                "--People:0:Permissions:1=Approve",
            ]);

        Assert.True(exit.Code == 0, exit.Output + exit.Errors);
        AssertSaid(exit, "! warning people: Ada alone may Approve, and nobody approves what they asked for themselves: list a second person.");
    }

    [Fact]
    public async Task A_user_of_Redis_who_may_not_do_what_is_needed_is_named_with_the_right_that_lacks()
    {
        await redis.AskAsync("ACL", "SETUSER", "narrow", "on", ">p", "~*", "&*", "+@all", "-slowlog");

        var exit = await RunAsync(redis.UrlWith("narrow:p"));

        AssertSaid(exit, "! warning redis primary: user narrow may not run SLOWLOG");
        AssertSaid(exit, "ACL SETUSER narrow +slowlog");
    }

    [Fact]
    public async Task PostgreSQL_is_looked_at_where_it_is_and_missed_where_it_is_not()
    {
        await using var postgres = new PostgresServer();
        var there = await RunAsync(redis.Url, $"--Storage:Postgres={await postgres.CreateDatabaseAsync()}");
        var port = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        var away = await RunAsync(redis.Url, $"--Storage:Postgres=Host=127.0.0.1;Port={port};Database=incidentbot;Username=bot;Password=s3cret-word");

        AssertSaid(there, "✓ ok      store: PostgreSQL is reached, and holds no store of the bot yet: the first start makes it.");
        AssertSaid(there, "s of PostgreSQL's.");
        Assert.Equal(1, away.Code);
        AssertSaid(away, $"✗ wrong   store: PostgreSQL at 127.0.0.1:{port}/incidentbot cannot be reached");
        Assert.Contains("\nFirst: store: ", away.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-word", away.Output + away.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_said_and_nothing_else_is_looked_at()
    {
        var exit = await RunAsync("http://redis.internal");

        Assert.Equal((1, ""), (exit.Code, exit.Errors));
        Assert.StartsWith("✗ wrong   settings: Targets:primary:Url: Redis URL: ", exit.Output, StringComparison.Ordinal);
        Assert.Equal(["", "First: settings: "], exit.Output.Split('\n')[1..].Select(line => line[..Math.Min(line.Length, 17)]));
    }

    [Fact]
    public async Task Machines_get_one_document()
    {
        var exit = await RunAsync(redis.Url, "--json");

        using var json = JsonDocument.Parse(exit.Output);
        Assert.Equal("nothing, all is well.", json.RootElement.GetProperty("first").GetString());
        var finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal(
            ("ok", "settings", "can be read."),
            (finding.GetProperty("mark").GetString(), finding.GetProperty("area").GetString(), finding.GetProperty("line").GetString()));
    }

    [Fact]
    public async Task A_place_that_keeps_no_files_is_told_before_anything_is_started()
    {
        var exit = await RunAsync(redis.Url, "--Storage:Sqlite=/proc/none/incidentbot.db");

        Assert.Equal(1, exit.Code);
        AssertSaid(exit, "✗ wrong   store: /proc is a place that keeps no files. Set Storage:Sqlite to a file elsewhere.");
    }

    private static void AssertSaid(BotExit exit, string said) => Assert.Contains(said, exit.Output, StringComparison.Ordinal);

    private Task<BotExit> RunAsync(string redisUrl, params string[] more) => BotProcess.RunInAsync(
        folder,
        [
            "doctor",
            string.Create(CultureInfo.InvariantCulture, $"--Urls=http://127.0.0.1:{FreePort.Next()}"),
            $"--Storage:Sqlite={Database}",
            $"--Audit:KeyFile={Key}",
            $"--Targets:primary:Url={redisUrl}",
            .. more,
        ]);
}
