using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Permissions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Servers;

/// <summary>Refusals and quotas in a provider's own words, from a proxy in front of a real Redis: not offered here, and no outage.</summary>
public sealed class ProviderErrorsTests
{
    private static readonly (string Words, FailureClass Class)[] Examples =
    [
        ("ERR Command is not available: 'SLOWLOG'. See https://upstash.com/docs/redis/overall/rediscompatibility for details", FailureClass.NotAvailable),
        ("ERR max daily request limit exceeded. Limit: 10000, Usage: 10000. See https://upstash.com/docs for details", FailureClass.Quota),
        ("ERR max requests limit exceeded. Limit: 500000, Usage: 500001.", FailureClass.Quota),
        ("ERR max request size exceeded. Limit: 1048576 bytes, Actual: 2097152 bytes.", FailureClass.Quota),
        ("ERR max single record size exceeded", FailureClass.Quota),
        ("ERR max key size exceeded. Limit: 32768 bytes, Actual: 40000 bytes", FailureClass.Quota),
        ("ERR DB capacity quota exceeded. Threshold: 268435456 bytes, Usage: 274604636 bytes.", FailureClass.Quota),
        ("ERR max concurrent connections exceeded", FailureClass.MaxClients),
        ("ERR Only 0th database is supported! Selected DB: 1", FailureClass.NoSuchDatabase),
        ("ERR command 'slowlog' not support for your account", FailureClass.NotAvailable),
        ("ERR command slowlog not support for normal user", FailureClass.NotAvailable),
        ("ERR sentinel compatibility mode is disabled", FailureClass.NotAvailable),
        ("ERR command 'client|tracking' is not allowed", FailureClass.NotAvailable),
        ("ERR Command disallowed", FailureClass.NotAvailable),
        ("ERR command not supported inside transaction", FailureClass.NotAvailable),
        ("ERR This Redis command is not allowed from script script: 53aa7d29, on @user_script:13.", FailureClass.NotAvailable),
        ("ERR Lua scripts without any input keys are not supported.", FailureClass.NotAvailable),
        ("ERR Unsupported command: 'slowlog'", FailureClass.NotAvailable),
        ("ERR This instance has Lua scripting support disabled", FailureClass.NotAvailable),
        ("ERR ACL Authenticator is disabled.", FailureClass.NotAvailable),
    ];

    /// <summary>In the words of Redis: Memorystore, ElastiCache and Azure say so, each with its own quotes.</summary>
    private static readonly string[] AsRedisSaysIt =
    [
        "ERR unknown command `slowlog`, with args beginning with: `get`, ",
        "ERR unknown command 'slowlog', with args beginning with: 'get'",
        "ERR unknown command",
    ];

    public static TheoryData<string> NotOffered =>
        [.. Examples.Where(example => example.Class.IsNoOutage()).Select(example => example.Words).Concat(AsRedisSaysIt)];

    [Fact]
    public void Each_has_an_example_and_a_source()
    {
        Assert.All(ProviderErrors.All, known => Assert.Contains(Examples, example => known.Fits(example.Words) && known.Class == example.Class));
        Assert.All(ProviderErrors.All, known => Assert.StartsWith("https://", known.Source, StringComparison.Ordinal));
        Assert.All(Examples, example => Assert.Equal(example.Class, RedisErrors.Classify(example.Words)));
    }

    [Theory]
    [MemberData(nameof(NotOffered))]
    public async Task A_command_that_is_not_offered_is_no_outage_and_hides_none(string words)
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", "1");
        await using var hosted = RespProxy.Refusing(server.Port, "SLOWLOG", words);
        await using var bot = new WholeCatalogue(hosted.Url);

        var slow = await bot.ReadAsync("redis.slowlog");
        var diagnosis = await bot.ReadAsync("redis.diagnose");

        Assert.True(slow.Healthy, slow.Text());
        Assert.Equal(RedisErrors.Classify(words).Text().Name, slow.FailureClass);
        Assert.Contains("This is no outage", slow.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("/incident open", slow.Text(), StringComparison.Ordinal);
        Assert.Equal("OOM", diagnosis.FailureClass);
        Assert.Contains(diagnosis.NotSeen, line => line.Contains(words.TrimEnd(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ERR max daily request limit exceeded. Limit: 10000, Usage: 10000.")]
    [InlineData("ERR max requests limit exceeded. Limit: 500000, Usage: 500001.")]
    public async Task A_quota_that_is_used_up_refuses_everything_and_is_said_to_be_that(string words)
    {
        await using var server = await RedisServer.StartAsync();
        await using var hosted = RespProxy.Refusing(server.Port, "", words);
        await using var bot = new WholeCatalogue(hosted.Url);

        foreach (var read in new[] { "redis.diagnose", "redis.ping", "redis.memory", "queue.list", "rq.list" })
        {
            var report = await bot.ReadAsync(read);

            Assert.True(report.Healthy, report.Text());
            Assert.Equal("QUOTA", report.FailureClass);
            Assert.Contains("a limit of the plan is used up", report.Text(), StringComparison.Ordinal);
            Assert.DoesNotContain("/incident open", report.Text(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ERR max concurrent connections exceeded", "MAX CLIENTS")]
    [InlineData("ERR max number of clients reached", "MAX CLIENTS")]
    public async Task A_plan_without_a_free_place_refuses_new_clients_as_a_full_server_does(string words, string expected)
    {
        await using var server = await RedisServer.StartAsync();
        await using var hosted = RespProxy.Refusing(server.Port, "", words);
        await using var bot = new WholeCatalogue(hosted.Url);

        Assert.Equal(expected, (await bot.ReadAsync("redis.ping")).FailureClass);
    }
}
