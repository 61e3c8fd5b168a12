using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

/// <summary>What the single reading actions say beyond what all of them do.</summary>
public sealed class SingleReadTests
{
    [Fact]
    public async Task Ping_shows_its_stages_and_the_server()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server, ActionRig.NamedUser);

        var report = await rig.ReadAsync("ping");

        Assert.Matches(@"^primary  PONG in \d+\.\d ms$", report.Answer);
        Assert.Matches(@"^DNS \d+\.\d · TCP \d+\.\d · AUTH \d+\.\d · PING \d+\.\d ms$", report.Evidence[0]);
        Assert.Matches(@"^Redis 7\.\S+, master, up \d+ s$", report.Evidence[1]);
    }

    [Theory]
    [InlineData("info nonsense")]
    [InlineData("info section=everything")]
    [InlineData("info keyspace extra")]
    public async Task Info_of_an_unknown_section_is_refused_before_anything_is_asked(string typed)
    {
        await using var rig = new ActionRig("redis://127.0.0.1");
        var words = typed.Split(' ');

        var wrong = Assert.IsType<ActionReading.Wrong>(rig.Reader.Read("redis.info", words[1..], null));

        Assert.NotEmpty(wrong.Hint);
    }

    [Fact]
    public async Task Info_shows_every_section_that_it_offers_as_the_server_gives_it()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAllAsync(RedisCommand.Of("SET", "key", "value"), RedisCommand.Of("INCR", "key"));
        await using var rig = await ActionRig.ConnectedAsync(server);
        var sections = rig.Catalogue.Find("redis.info")!.Definition.Parameters[0].Choices;

        foreach (var section in sections)
        {
            var report = await rig.ReadAsync($"info {section}");
            Assert.StartsWith($"primary INFO {section}: ", report.Answer, StringComparison.Ordinal);
            Assert.InRange(report.Evidence.Count, 1, 41);
        }

        Assert.Contains((await rig.ReadAsync("info KEYSPACE")).Evidence, line => line.StartsWith("db0  keys=1,", StringComparison.Ordinal));
        Assert.Contains((await rig.ReadAsync("info")).Evidence, line => line.StartsWith("redis_version ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clients_are_counted_by_name_or_host_and_long_names_still_fit()
    {
        await using var server = await RedisServer.StartAsync();
        var name = $"bull:{new string('Q', 160)}:w:mailer";
        await using var worker = await server.ConnectAsync();
        await worker.SendAsync(RespWriter.Encode(RedisCommand.OfConnection("CLIENT", "SETNAME", name)), TestRedis.Token);
        Assert.Equal("OK", (await worker.ReadAsync(TestRedis.Token)).AsString());
        await using var rig = await ActionRig.ConnectedAsync(server);

        var report = await rig.ReadAsync("clients");

        report.AssertReadable(rig);
        Assert.Matches(@"^primary: \d of [\d,]+ clients \(under 1 %\)$", report.Answer);
        Assert.Contains(report.Evidence, line => line.Contains("     1  name bull:QQQ", StringComparison.Ordinal));
        Assert.Contains(report.Evidence, line => line.StartsWith("     1  name incidentbot, 0 idle over 5 min", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Memory_names_what_fills_it_by_bytes()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 900, 100), ("bull:email:", 100, 100), ($"{new string('k', 200)}:", 10, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);

        var report = await rig.ReadAsync("memory");

        report.AssertReadable(rig);
        Assert.Matches(@"^primary: \S+ MB used, no maxmemory set$", report.Answer);
        Assert.Matches(@"^ +\d\d %  +\S+ KB  +  900 keys  rl:\*$", report.Evidence[0]);
        Assert.Contains("Basis: all 1,010 keys measured.", report.Evidence[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Persistence_says_how_much_a_crash_would_lose()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("sess:", 123, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);

        Assert.Contains("Changes since then: 123, all of which a crash would lose", (await rig.ReadAsync("persistence")).Evidence);

        await server.AskAsync("CONFIG", "SET", "appendonly", "yes");
        Assert.Contains("Append-only file: on, last write ok", (await rig.ReadAsync("persistence")).Evidence);
    }

    [Fact]
    public async Task Slowlog_shows_names_and_groups_of_keys_and_no_values_and_no_scripts()
    {
        await using var server = await RedisServer.StartAsync("--slowlog-log-slower-than", "0");
        await server.AskAllAsync(
            RedisCommand.Of("SET", "customer:17", "iban-DE89370400440532013000"),
            RedisCommand.Of("HSET", "customer:18", "email", "a@example.org"),
            RedisCommand.Of("CONFIG", "SET", "masterauth", ActionRig.Password),
            RedisCommand.Of("EVAL", "local a = 1\r\n\r\nreturn redis.call('get', KEYS[1])", 1, "script:key"),
            RedisCommand.Of("SET", new byte[] { 0, 10, 255 }, "hidden"));
        await using var rig = await ActionRig.ConnectedAsync(server);

        // More than those ten commands were logged; the slowest ten are shown, so let the log hold only these.
        var report = await rig.ReadAsync("slowlog");

        report.AssertReadable(rig);
        Assert.Matches(@"^primary: the slowest of \d+ logged commands took [\d,]+\.\d ms: [A-Z]", report.Answer);
        Assert.All(report.Evidence.SkipLast(1), line => Assert.Matches(@"^ *[\d,]+\.\d ms  \d\d-\d\d \d\d:\d\d:\d\d UTC  ", line));
        Assert.DoesNotContain(report.Evidence, line => line.Any(char.IsControl));
        foreach (var value in new[] { "iban", "example.org", "hidden", "email", "customer:1", "local a" })
        {
            Assert.DoesNotContain(value, report.Text(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Latency_measures_and_shows_what_the_server_recorded()
    {
        await using var server = await RedisServer.StartAsync("--enable-debug-command", "yes");
        await using var rig = await ActionRig.ConnectedAsync(server);
        Assert.StartsWith("No latency event is recorded.", (await rig.ReadAsync("latency")).Evidence[0], StringComparison.Ordinal);

        await server.AskAllAsync(RedisCommand.Of("CONFIG", "SET", "latency-monitor-threshold", 1), RedisCommand.Of("DEBUG", "SLEEP", "0.02"));

        var report = await rig.ReadAsync("latency");
        report.AssertReadable(rig);
        Assert.Matches(@"^primary: median \d+\.\d ms, slowest of 20 \d+\.\d ms$", report.Answer);
        Assert.Contains(report.Evidence, line => line.StartsWith("command: last ", StringComparison.Ordinal));
    }
}
