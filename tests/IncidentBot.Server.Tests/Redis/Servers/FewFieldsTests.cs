using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Permissions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Servers;

/// <summary>A hosted service whose INFO has next to nothing. What it does not report is said to be that, and never zero, off, none or never.</summary>
public sealed partial class FewFieldsTests
{
    private const string Info = "# Server\r\nredis_version:6.2.6\r\nredis_mode:standalone\r\n\r\n# Clients\r\nconnected_clients:3\r\nmaxclients:1000\r\n";

    private static readonly string[] NotOffered =
        ["MEMORY", "CONFIG", "LATENCY", "SLOWLOG", "ROLE", "LASTSAVE", "DBSIZE", "CLIENT LIST", "CLUSTER", "ACL", "FUNCTION", "COMMAND"];

    [Fact]
    public async Task No_read_tells_a_field_that_is_not_there_as_a_fact_or_as_an_outage()
    {
        await using var server = await RedisServer.StartAsync();
        await using var hosted = Hosted(server);
        await using var bot = new WholeCatalogue(hosted.Url);

        foreach (var action in Examples.Observing.Where(action => action.StartsWith("redis.", StringComparison.Ordinal)))
        {
            var report = await bot.ReadAsync(Examples.Reading(action));
            for (var again = 0; again < 20 && report.FailureClass is "SLOW"; again++)
            {
                // It is measured, and a busy machine is slow: that tells nothing of fields.
                report = await bot.ReadAsync(Examples.Reading(action));
            }

            Assert.True(report.Healthy, report.Text());
            Assert.True(report.FailureClass is null or "NOT AVAILABLE", report.Text());
            Assert.DoesNotContain("/incident open", report.Text(), StringComparison.Ordinal);
            Assert.All([report.Answer, .. report.Evidence, .. report.RuledOut], line => Assert.DoesNotMatch(ToldAsAFact(), line));
        }
    }

    [Theory]
    [InlineData("redis.activity", "commands per second are not reported here")]
    [InlineData("redis.clients", "connections were rejected since the start: not reported here")]
    [InlineData("redis.diagnose", "Memory: not reported here")]
    [InlineData("redis.diagnose", "INFO has no memory, persistence, role: not reported here")]
    [InlineData("redis.memory", "memory in use is not reported here")]
    [InlineData("redis.persistence", "Append-only file: not reported here")]
    [InlineData("redis.persistence", "Last snapshot: not reported here")]
    [InlineData("redis.ping", "role not reported here")]
    [InlineData("redis.replication", "its role is not reported here")]
    [InlineData("redis.prevention", "Memory limit: not readable here")]
    public async Task Each_read_says_what_is_not_reported(string action, string said)
    {
        await using var server = await RedisServer.StartAsync();
        await using var hosted = Hosted(server);
        await using var bot = new WholeCatalogue(hosted.Url);

        var report = await bot.ReadAsync(action);

        Assert.Contains([report.Answer, .. report.Evidence, .. report.NotSeen], line => line.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Room_that_nobody_can_see_is_not_verified()
    {
        await using var server = await RedisServer.StartAsync();
        await using var hosted = Hosted(server);
        await using var bot = new WholeCatalogue(hosted.Url);

        var room = (await bot.Verification.CheckAsync("primary", TestRedis.Token)).Single(check => check.Name == ServingCheck.Room);

        Assert.False(room.Passed);
        Assert.Equal("memory in use is not reported here. Not known, because it could not be tried; this is no outage.", room.Evidence);
    }

    [Theory]
    [InlineData("redis.set-maxmemory 1mb", "How much memory is in use on primary is not reported here")]
    [InlineData("redis.set-maxclients 1", "How many clients primary has is not reported here")]
    [InlineData("redis.bgsave", "Whether primary holds keys is not reported here")]
    public async Task No_change_is_planned_upon_a_number_that_is_not_there(string change, string why)
    {
        await using var server = await RedisServer.StartAsync();
        await using var hosted = new RespProxy(server.Port, typed => typed.StartsWith("INFO", StringComparison.OrdinalIgnoreCase)
            ? new RespValue.Text("# Server\r\nredis_version:7.0.0\r\n")
            : null);
        await using var bot = new WholeCatalogue(hosted.Url);

        var refused = Assert.IsType<PlanResult.Refused>(await bot.PlanAsync(change));

        Assert.StartsWith(why, refused.Rule, StringComparison.Ordinal);
    }

    private static RespProxy Hosted(RedisServer server) => new(server.Port, typed =>
        typed.StartsWith("INFO", StringComparison.OrdinalIgnoreCase) ? new RespValue.Text(Info)
        : NotOffered.Any(name => typed.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ? new RespValue.Error($"ERR Command is not available: '{typed.Split(' ')[0].ToUpperInvariant()}'. See https://upstash.com/docs/redis for details")
            : null);

    [GeneratedRegex(
        @"\b0 (B|keys|commands|blocked|wait|connections|changes)\b|\b(off|none|never)\b|\bwithout (a limit|replicas)\b|\bno (maxmemory|limit)\b|\?")]
    private static partial Regex ToldAsAFact();
}
