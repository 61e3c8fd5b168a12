using System.Text.RegularExpressions;
using IncidentBot.Audit;
using IncidentBot.Chat.Local;
using IncidentBot.EndToEnd;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Support;

namespace IncidentBot.Server.Tests.Storage.Older;

/// <summary>A store written by the version before opens, its incidents go on, its summaries are as right as before, its audit verifies.</summary>
public abstract class OlderStoreContract(TestStore store) : IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await OlderStore.WriteAsync(store, Ct);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What was written as a fact then, and nobody had confirmed.</summary>
    private const string Suspected = "Suspected by the runbook, and confirmed by nobody: ";

    [Fact]
    public async Task Its_summaries_say_what_they_said()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await StartAsync(redis);

        foreach (var (incident, lines) in OlderStore.Summaries)
        {
            await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, $"/incident summary {incident}");
            var summary = await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, $"{incident} summary");
            var said = summary.Card.Blocks.OfType<CardBlock.Text>().SelectMany(block => block.Value.Split('\n')).ToHashSet();
            Assert.All(lines.Select(InTheWordsOfToday), line => Assert.True(said.Contains(line) || said.Contains(Suspected + line), line));
        }
    }

    /// <summary>The same, said so that nobody has to think about it.</summary>
    private static string InTheWordsOfToday(string line) => Regex.Replace(
        line,
        "in ([0-9]+) stretches without the time between them",
        "$1 times; while it was back in between is not counted",
        RegexOptions.NonBacktracking);

    [Fact]
    public async Task Its_incidents_go_on()
    {
        await using var redis = await FullRedis.StartAsync(entries: 20_000);
        await using var bot = await StartAsync(redis);
        var channel = (await IncidentAsync(bot, 4)).Channel.ChannelId;

        await bot.SayAsync(LocalPeople.Ada, channel, "/redis clear-cache rl:*");
        var plan = await bot.SeesAsync(LocalPeople.Grace, channel, "R-4", "WAITS FOR APPROVAL");
        await bot.PressAsync(LocalPeople.Grace, plan, "Approve");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-4", "SUCCEEDED");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");

        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident summary INC-4");
        await bot.SeesAsync(
            LocalPeople.Ada,
            LocalChannels.General,
            "INC-4 summary",
            "Grace acknowledged it after 1 s. [e1 e5]",
            "Redis recovery (redis-recovery) was followed",
            "R-2 /redis clear-cache rl:* on primary, asked for by Ada: rejected by Grace: not yet. [e7 e8]",
            "asked for by Ada and approved by Grace: Unlinked");
    }

    [Fact]
    public async Task A_plan_from_before_is_not_carried_out_after_its_time()
    {
        await using var redis = await FullRedis.StartAsync(entries: 20_000);
        await using var bot = await StartAsync(redis);
        var channel = (await IncidentAsync(bot, 4)).Channel.ChannelId;

        await bot.SayAsync(LocalPeople.Grace, channel, "/approve R-3 00000000");
        await bot.SeesAsync(LocalPeople.Grace, channel, "R-3", "expired");
        Assert.Equal(1, (await redis.AskAsync("EXISTS", "rl:ip:1")).AsLong());
    }

    [Fact]
    public async Task One_that_was_closed_is_reopened_with_its_history()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await StartAsync(redis);
        var before = await IncidentAsync(bot, 1);

        await bot.SayAsync(LocalPeople.Grace, before.Channel.ChannelId, "/incident reopen INC-1 it is slow again");
        await bot.SeesAsync(LocalPeople.Grace, before.Channel.ChannelId, "Closed → Assessing");
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident summary INC-1");

        await bot.SeesAsync(
            LocalPeople.Ada, LocalChannels.General, "INC-1 summary", "Ada reopened it", "Grace reopened it", "it is slow again",
            "R-1 /redis clear-cache rl:* on primary, asked for by Ada and approved by Grace");
        Assert.Equal(before.OpenedAt, (await IncidentAsync(bot, 1)).OpenedAt);
    }

    [Fact]
    public async Task Its_audit_verifies_and_goes_on()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await StartAsync(redis);
        var audit = bot.Get<IAuditStore>();
        var old = await audit.HeadAsync(Ct);

        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis ping");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "PONG in");

        Assert.True((await audit.HeadAsync(Ct))!.Sequence > old!.Sequence);
        var verdict = await new AuditVerifier(bot.Get<AuditChain>()).VerifyAsync(audit.AllAsync(new AuditQuery(), Ct), audit.HeadAsync, [], Ct);
        Assert.Empty(verdict.Faults);
    }

    private async Task<BotHost> StartAsync(RedisServer redis) => await BotHost.StartAsync(redis.Url, await SettingAsync(), $"Audit:KeyFile={store.KeyFile}");

    private static async Task<Incident> IncidentAsync(BotHost bot, int number) => (await bot.Get<IIncidentStore>().FindAsync(number, Ct))!;

    private protected abstract Task<string> SettingAsync();
}

public sealed class OlderSqliteTests : OlderStoreContract
{
    private readonly TestSqlite store;

    public OlderSqliteTests()
        : this(new TestSqlite())
    {
    }

    private OlderSqliteTests(TestSqlite store)
        : base(store) => this.store = store;

    private protected override Task<string> SettingAsync() => Task.FromResult($"Storage:Sqlite={store.File}");
}

public sealed class OlderPostgresTests : OlderStoreContract
{
    private readonly TestPostgres store;

    public OlderPostgresTests(PostgresServer server)
        : this(new TestPostgres(server))
    {
    }

    private OlderPostgresTests(TestPostgres store)
        : base(store) => this.store = store;

    private protected override async Task<string> SettingAsync() => $"Storage:Postgres={await store.ConnectionString}";
}
