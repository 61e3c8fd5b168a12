using IncidentBot.Actions;
using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>A command that names a server or a database goes to the target that is it, or says that none is.</summary>
public sealed class RedisAimTests
{
    private static readonly RunbookChecker Checker = new(RunbookRig.Catalogue, new TargetCatalogue(
    [
        new Target("primary", "redis", "redis://***@cache.internal:6379"),
        new Target("sessions", "redis", "redis://app:***@sessions.internal:6380/2"),
    ]));

    [Theory]
    [InlineData("redis-cli -h cache.internal ping", "on primary")]
    [InlineData("redis-cli -h sessions.internal -p 6380 -n 2 info memory", "on sessions")]
    [InlineData("redis-cli -u redis://x:y@sessions.internal:6380/2 slowlog get", "on sessions")]
    public void A_configured_address_is_that_target(string command, string expected)
    {
        var step = Read(command);
        Assert.EndsWith(expected, step.Becomes, StringComparison.Ordinal);
        Assert.Equal(expected.Split(' '), step.Words.TakeLast(2));
    }

    [Theory]
    [InlineData("redis-cli -h other.internal ping", "aimed at other.internal:6379; no configured target is that one")]
    [InlineData("redis-cli -n 4 dbsize", "aimed at database 4; no configured target is that one")]
    [InlineData("redis-cli -p 26379 SENTINEL masters", "aimed at 127.0.0.1:26379; no configured target")]
    [InlineData("redis-cli -h sessions.internal -p 6380 ping", "aimed at sessions.internal:6380; no configured target")]
    [InlineData("redis-cli -h other.internal FLUSHALL", "aimed at other.internal:6379")]
    public void Another_one_is_said_to_be_none(string command, string expected)
    {
        var step = Read(command);
        Assert.Contains(expected, step.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("on", step.Words);
    }

    [Fact]
    public void Options_behind_the_command_belong_to_it() => Assert.DoesNotContain("aimed", Read("redis-cli LPUSH list -h x").Why, StringComparison.Ordinal);

    private static RunbookStep Read(string command) => Assert.Single(Checker.Check(new RunbookText($"# T\n\n```bash\n{command}\n```\n")).Steps);
}
