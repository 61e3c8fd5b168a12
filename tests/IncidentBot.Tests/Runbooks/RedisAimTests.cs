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
    [InlineData("ssh ops@cache.internal redis-cli info memory", "on primary")]
    [InlineData("ssh -J bastion sessions.internal -- redis-cli -p 6380 -n 2 info memory", "on sessions")]
    [InlineData("ssh bastion 'redis-cli -h cache.internal info memory'", "on primary")]
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
    [InlineData("ssh other redis-cli info memory", "aimed at other:6379; no configured target")]
    [InlineData("kubectl exec redis-0 -n shop -- redis-cli -n 3 info memory", "in the pod redis-0 of the namespace shop, database 3; no")]
    [InlineData("docker exec redis redis-cli info memory", "the Redis in the container redis; no configured target")]
    [InlineData("redis-cli -h $REDIS_HOST info memory", "what that stands for is not in the runbook")]
    [InlineData("echo \"SELECT 4\" | redis-cli -h cache.internal", "cache.internal:6379, database 4")]
    [InlineData("printf 'SELECT 4\\nDBSIZE\\n' | redis-cli -h cache.internal", "aimed at cache.internal:6379")]
    public void Another_one_is_said_to_be_none(string command, string expected)
    {
        var step = Read(command);
        Assert.Contains(expected, step.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("on", step.Words);
    }

    [Fact]
    public void Options_behind_the_command_belong_to_it() => Assert.DoesNotContain("aimed", Read("redis-cli LPUSH list -h x").Why, StringComparison.Ordinal);

    [Theory]
    [InlineData("redis-cli -h sessions.internal -p 6380\nSELECT 2\nDBSIZE")]
    [InlineData("$ redis-cli -h sessions.internal -p 6380\nsessions.internal:6380> SELECT 2\nOK\nsessions.internal:6380[2]> DBSIZE")]
    [InlineData("sessions.internal:6380[2]> DBSIZE")]
    public void A_session_keeps_its_server_and_the_database_that_was_selected(string typed)
    {
        var steps = Checker.Check(new RunbookText($"# T\n\n```bash\n{typed}\n```\n")).Steps;
        Assert.EndsWith("on sessions", steps[^1].Becomes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("REDISCLI_AUTH=s3cret redis-cli info memory")]
    [InlineData("docker exec -e REDISCLI_AUTH=s3cret redis redis-cli info memory")]
    [InlineData("printf 'AUTH s3cret\\nINFO memory\\n' | redis-cli")]
    public void A_password_on_the_way_is_masked(string command)
    {
        var step = Read(command);
        Assert.DoesNotContain("s3cret", $"{step.Source} {step.Becomes} {step.Why}", StringComparison.Ordinal);
    }

    private static RunbookStep Read(string command) => Assert.Single(Checker.Check(new RunbookText($"# T\n\n```bash\n{command}\n```\n")).Steps);
}
