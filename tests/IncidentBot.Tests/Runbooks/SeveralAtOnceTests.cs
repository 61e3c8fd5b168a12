using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>One command can do several things: the most careful answer speaks, and each is named.</summary>
public sealed class SeveralAtOnceTests
{
    [Theory]
    [InlineData("redis-cli CONFIG SET maxmemory 4gb maxmemory-policy volatile-lru", StepClass.Refused, "/redis set-maxmemory 4gb")]
    [InlineData("redis-cli CONFIG SET maxmemory-policy noeviction maxmemory 200mb", StepClass.Manual, "/redis set-maxmemory 200mb")]
    [InlineData("redis-cli CONFIG SET maxclients 5000 timeout 60", StepClass.Manual, "/redis set-maxclients 5000")]
    [InlineData("redis-cli CLIENT KILL ID 11 12 13", StepClass.Manual, "/redis kill-client 13")]
    [InlineData("redis-cli CLIENT KILL ID 11 TYPE pubsub", StepClass.Manual, "one by one")]
    [InlineData("rq requeue --queue mail a b c", StepClass.Manual, "/rq requeue mail c")]
    [InlineData("systemctl restart app redis", StepClass.Manual, "/host restart app")]
    [InlineData("systemctl restart app worker", StepClass.HostCommand, "/host restart worker")]
    [InlineData("docker restart redis app", StepClass.Manual, "/redis persistence")]
    [InlineData("kubectl delete pod/a statefulset/b", StepClass.Refused, "outside the incident")]
    [InlineData("curl -X POST https://a.example.com/x https://b.example.com/y", StepClass.Http, "https://b.example.com/y")]
    public void None_is_dropped(string command, StepClass expected, string named)
    {
        var verdict = RunbookRig.Command(command);
        Assert.True(verdict.Class == expected && verdict.Becomes.Contains(named, StringComparison.Ordinal), $"{command}: {verdict}");
        Assert.True(verdict.Class is not (StepClass.Native or StepClass.Guarded));
    }

    [Theory]
    [InlineData("redis-cli CONFIG GET maxmemory maxmemory-policy", StepClass.Guarded)]
    [InlineData("redis-cli CLIENT KILL ID 11", StepClass.Guarded)]
    [InlineData("rq requeue --queue mail a", StepClass.Guarded)]
    public void One_stays_an_action(string command, StepClass expected) => Assert.Equal(expected, RunbookRig.Command(command).Class);
}
