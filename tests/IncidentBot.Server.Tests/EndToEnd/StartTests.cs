using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.EndToEnd;

/// <summary>A bot that cannot start says why, in one line, to whoever edits its settings.</summary>
public sealed class StartTests : IDisposable
{
    private const string Secret = "s3cret-word";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-start-");

    public static TheoryData<string, string> Settings => new()
    {
        { $"Targets:primary:Url=http://bot:{Secret}@redis.internal", "Targets:primary:Url: Redis URL: it is a web address" },
        { $"Targets:primary:Url=redis://bot:{Secret}@redis.internal:port", "Targets:primary:Url: Redis URL: the port is not a number" },
        { "Targets:primary:Caches:0:Pattern=*", "Targets:primary:Caches has the pattern '*': it has no fixed beginning" },
        { "Targets:primary:Caches:0:Pattern=bu*", "BullMQ keeps its jobs there" },
        { $"Slack:BotToken=xoxb-{Secret}", "Slack:SigningSecret is missing" },
        { $"Slack:SigningSecret={Secret}-{Secret}", "Slack:BotToken is missing" },
        { $"Teams:ClientSecret={Secret}", "Teams:AppId is missing" },
        { "People:0:Permissions:0=Admin", "has the permission 'Admin'. Write Observe, Respond, Approve or Administer" },
        { "People:0:Permissions:0=7", "has the permission '7'. Write Observe, Respond, Approve or Administer" },
        { "People:0:Id=Ada Lovelace", "Id takes lowercase letters" },
        { "People:0:Accounts:0=U0ADA", "has the account 'U0ADA'. Write platform:workspace:user" },
        { "Redis:ConnectTimeout=soon", "Redis:ConnectTimeout" },
        { "Redis:ConnectTimeout=01:00:00", "Redis:ConnectTimeout (on the command line) is '01:00:00'. Expected a time from 10ms to 5m." },
        { "Incidents:Soak=30", "Incidents:Soak (on the command line) is '30'. Expected a time from 0s to 7d. Say the unit: 30s, 30m, 30h or 30d." },
        { $"Slack:SigningSecrt={Secret}", "is not a setting. Did you mean SigningSecret? See manifests/settings.md#slack." },
        { "Incidents:UpdateEvery:P0=0s", "Incidents:EscalateAfter and Incidents:UpdateEvery are pauses between messages. Write each longer than nothing" },
        { "Storge:Sqlite=elsewhere.db", "Storge (on the command line) is not a setting. Did you mean Storage?" },
        { "Execution:Lease=soon", "Execution:Lease" },
        { "Incidents:Soak=soon", "Incidents:Soak" },
        { "Local:Enabled=perhaps", "Local:Enabled" },
        { "Http:api:BaseUrl=api.internal", "Http:api:BaseUrl cannot be used" },
        { $"Databases:main:ConnectionString=postgres://bot:{Secret}@db.example/app", "Databases:main:ConnectionString cannot be used" },
        { "Runbooks:Path=/nowhere/runbooks", "Runbooks:Path names '/nowhere/runbooks', which is neither a folder nor a file" },
        { "Summaries:PostMortem=/nowhere/review.md", "Summaries:PostMortem names /nowhere/review.md. It cannot be read: " },
        { "Pages:Url=http://incidentbot.example.org", "Pages:Url must be an https:// address" },
        { $"Pages:Url=https://bot:{Secret}@incidentbot.example.org", "Pages:Url must be an https:// address" },
        { "Pages:Url=https://incidentbot.example.org/?x=", "without user, query or fragment" },
        { "Pages:Url=incidentbot.example.org", "https://incidentbot.your.org" },
        { "Pages:KeepFor=00:00:00", "Pages:KeepFor (on the command line) is '00:00:00'. Expected a time from 1ms to 365d." },
        { "Pages:KeepFor=soon", "Pages:KeepFor" },
        { "Urls=nowhere", "nowhere" },
        { "Audit:AnchorChannel=C2147483705", "Audit:AnchorChannel is 'C2147483705'. Write platform:workspace:channel" },
        { $"Audit:Key={Secret}", "The audit key in Audit:Key is not base64" },
        { "Audit:Key=c2hvcnQ=", "The audit key in Audit:Key has 5 bytes; at least 32 are needed" },
        { "Urls=http://127.0.0.1:99999", "Urls has 'http://127.0.0.1:99999', which is no address to listen on" },
        { "Storage:Sqlite=/proc/incidentbot.db", "/proc is a place that keeps no files. Set Storage:Sqlite to a file elsewhere." },
        { "Storage:Sqlite=/proc/x/bot.db", "/proc is a place that keeps no files. Set Storage:Sqlite to a file elsewhere." },
        { $"Storage:Postgres=Host=127.0.0.1;Port=1;Database=incidentbot;Username=bot;Password={Secret}", "PostgreSQL at 127.0.0.1:1" },
        { $"Storage:Postgres=postgres://bot:{Secret}@db.example/incidentbot", "Storage:Postgres cannot be read as a connection string" },
    };

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_address_that_it_prints_opens_the_local_chat_and_stands_in_that_line_alone()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotProcess.StartAsync(redis.Url, "Logging:LogLevel:Default=Information");
        var invitation = bot.Token.Invitation([bot.Address.AbsoluteUri])!;
        using var http = new HttpClient();
        using var page = await http.GetAsync(invitation, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        using var open = await http.GetAsync(new Uri(bot.Address, "/health/live"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        await bot.TerminateAsync();
        var said = await bot.SaidAsync();

        var token = bot.Token.CookieAt(0).Value;
        Assert.Equal($"Local chat: {invitation.AbsoluteUri}", Assert.Single(said.Split('\n'), line => line.Contains(token, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_says_how_it_is_reached_and_what_it_has()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotProcess.StartAsync(redis.Url, SlackRoom.Settings(slack));
        using var http = new HttpClient();
        using var live = await http.GetAsync(new Uri(bot.Address, "/health/live"), TestContext.Current.CancellationToken);
        await bot.TerminateAsync();
        var said = (await bot.SaidAsync()).Split('\n');

        Assert.Contains($"Listening on {bot.Address.GetLeftPart(UriPartial.Authority)}", said);
        Assert.Contains(said, line => line.StartsWith("Slack: by ", StringComparison.Ordinal));
        Assert.Contains($"Targets: redis primary ({redis.Url}); and the queues of BullMQ and RQ in each Redis", said);
        Assert.Contains(said, line => line.StartsWith("Runbooks: ", StringComparison.Ordinal) && line.Contains("redis-recovery", StringComparison.Ordinal));
        Assert.Contains("People: 2 may respond, 2 may approve", said);
        Assert.Contains(said, line => line.StartsWith("info: Microsoft.Hosting.Lifetime: Now listening on: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_shipped_settings_log_no_statement_of_the_store()
    {
        await using var app = Bot.Build(Bot.Configure([]));

        Assert.False(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Npgsql.Command").IsEnabled(LogLevel.Information));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_setting_that_cannot_be_used_is_named(string setting, string said) => AssertRefused(await StartAsync(setting), said);

    [Fact]
    public async Task A_key_that_did_not_seal_the_audit_is_the_wrong_key()
    {
        await using (var store = BotStore.Over(
            [$"--Storage:Sqlite={Path.Combine(folder.FullName, "incidentbot.db")}", $"--Audit:KeyFile={Path.Combine(folder.FullName, "audit.key")}"]))
        {
            await store.WriteAuditAsync(3);
        }

        var other = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var exit = await StartAsync($"Audit:Key={other}");

        AssertRefused(exit, "The key in Audit:Key did not seal the audit in this database (entry 3)");
        Assert.DoesNotContain(other, exit.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_somebody_else_has_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        var exit = await StartAsync($"Urls={address}");

        AssertRefused(exit, address);
        AssertRefused(exit, "Is it running already? Stop what listens there, or set Urls to another address.");
    }

    private static void AssertRefused(BotExit exit, string said)
    {
        Assert.Equal(2, exit.Code);
        Assert.StartsWith("The bot cannot start. ", exit.Errors, StringComparison.Ordinal);
        Assert.Contains(said, exit.Errors, StringComparison.Ordinal);
        Plain.AssertOneLine(exit, Secret);
    }

    private Task<BotExit> StartAsync(string setting) => BotProcess.RunToEndAsync(
        "--Urls=http://127.0.0.1:0",
        $"--Storage:Sqlite={Path.Combine(folder.FullName, "incidentbot.db")}",
        $"--Audit:KeyFile={Path.Combine(folder.FullName, "audit.key")}",
        "--Targets:primary:Url=redis://127.0.0.1:1",
        "--People:0:Id=ada.l",
        "--People:0:Name=Ada L.",
        $"--{setting}");
}
