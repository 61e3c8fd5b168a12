using System.Text.RegularExpressions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Permissions;
using IncidentBot.Redis.Queues.BullMq;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Servers;

/// <summary>Fields of INFO with values that Redis itself never has, and other servers and proxies have.</summary>
public sealed partial class OddFieldsTests
{
    private static readonly string[] Odd =
    [
        "", "-1", "0.00", "1e12", "inf", "-inf", "nan", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "0x10", "unlimited", "4gb",
        "on", "=", "a=b,a=c",
    ];

    /// <summary>Those that tell numbers of INFO in words of their own.</summary>
    private static readonly string[] Numeric =
    [
        "redis.diagnose", "redis.ping", "redis.memory", "redis.clients", "redis.persistence", "redis.replication", "redis.prevention", "redis.activity",
    ];

    public static TheoryData<string> OddValues => [.. Odd];

    [Theory]
    [MemberData(nameof(OddValues))]
    public async Task No_value_in_every_number_of_INFO_breaks_a_read_or_fills_a_disk_or_a_memory(string value)
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", "100mb");
        await using var other = new RespProxy(server.Port, typed => typed.StartsWith("INFO", StringComparison.OrdinalIgnoreCase)
            ? new RespValue.Text(Number().Replace(server.AskAsync("INFO", "everything").GetAwaiter().GetResult().AsString()!, $":{value}"))
            : null);
        await using var bot = new WholeCatalogue(other.Url);
        await Parallel.ForEachAsync(Numeric, TestRedis.Token, async (action, _) =>
        {
            var report = await bot.ReadAsync(Examples.Reading(action));

            Assert.DoesNotContain("/incident open", report.Text(), StringComparison.Ordinal);
            Assert.DoesNotMatch(@"∞|NaN|-\d+ (B|KB|MB|GB|s|d)\b|-\d+ of ", report.Text());
        });
    }

    [Theory]
    [InlineData("maxmemory:-1", null)]
    [InlineData("maxmemory:1e12", null)]
    [InlineData("maxmemory:inf", null)]
    [InlineData("maxmemory:", null)]
    [InlineData("maxmemory:0", false)]
    [InlineData("maxmemory:1000000000000", true)]
    public void A_limit_that_is_no_number_of_bytes_is_not_known(string line, bool? expected) =>
        Assert.Equal(expected, RedisInfo.Parse($"# Memory\r\nused_memory:1\r\n{line}\r\n").Memory.HasLimit);

    [Theory]
    [InlineData("1767225600000000000", false)] // nanoseconds
    [InlineData("1767225600000", true)]
    [InlineData("-1", false)]
    public void A_time_that_a_program_wrote_in_another_unit_is_none(string milliseconds, bool isTime) =>
        Assert.Equal(isTime, QueueReader.Age(new RespValue.Text(milliseconds), DateTimeOffset.UnixEpoch) is not null);

    [Theory]
    [InlineData("255.255.255")]
    [InlineData("7.2.4-v2")]
    [InlineData("unstable")]
    [InlineData("8")]
    [InlineData("7.0.15.1.2")]
    public async Task A_version_of_any_form_is_shown_and_breaks_nothing(string version)
    {
        await using var server = await RedisServer.StartAsync();
        await using var other = new RespProxy(server.Port, typed => typed.StartsWith("INFO", StringComparison.OrdinalIgnoreCase)
            ? new RespValue.Text(server.AskAsync("INFO", "everything").GetAwaiter().GetResult().AsString()!.Replace(
                "redis_version:7", $"redis_version:{version}\r\nwas:7", StringComparison.Ordinal))
            : null);
        await using var bot = new WholeCatalogue(other.Url);

        var report = await bot.ReadAsync("redis.diagnose");

        Assert.True(report is { Healthy: true, FailureClass: null }, report.Text());
        Assert.Contains(report.Evidence, line => line.StartsWith($"Redis {version}, ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Server")]
    [InlineData("Clients")]
    [InlineData("Memory")]
    [InlineData("Persistence")]
    [InlineData("Replication")]
    public async Task A_section_that_INFO_lacks_is_said_and_is_never_good(string section)
    {
        await using var server = await RedisServer.StartAsync();
        await using var other = new RespProxy(server.Port, typed => typed.StartsWith("INFO", StringComparison.OrdinalIgnoreCase)
            ? new RespValue.Text(Without(section, server.AskAsync("INFO", "everything").GetAwaiter().GetResult().AsString()!))
            : null);
        await using var bot = new WholeCatalogue(other.Url);

        var report = await bot.ReadAsync("redis.diagnose");

        Assert.Equal("primary answers; not everything could be read.", report.Answer);
        Assert.Contains(report.NotSeen, line => line.EndsWith(Reported.No, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_INFO_that_is_cut_off_in_the_middle_hides_nothing_that_came_before()
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", "1");
        await using var other = new RespProxy(server.Port, typed => typed.StartsWith("INFO", StringComparison.OrdinalIgnoreCase)
            ? new RespValue.Text(server.AskAsync("INFO", "everything").GetAwaiter().GetResult().AsString()!.Split("# Persistence")[0] + "# Persis")
            : null);
        await using var bot = new WholeCatalogue(other.Url);

        var report = await bot.ReadAsync("redis.diagnose");

        Assert.Equal(FailureClass.OutOfMemory.Text().Name, report.FailureClass);
        Assert.Contains("INFO has no persistence, role: not reported here", report.NotSeen);
    }

    private static string Without(string section, string info) => Regex.Replace(info, $@"# {section}\r\n(?:[^#].*\r\n)*", "");

    /// <summary>Every field that is a number, but not the one that says whether it loads its data.</summary>
    [GeneratedRegex(@"(?<=\n(?!loading|async_loading|master_sync|cluster_enabled)[a-z_]+):-?[\d.]+(?:[KMGTB]|(?=\r\n))")]
    private static partial Regex Number();
}
