using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>What a command is fed, or a script that it sends, may stand elsewhere: then nobody knows what it does, and it is no read.</summary>
public sealed class UnseenTextTests
{
    [Theory]
    [InlineData("redis-cli < commands.txt")]
    [InlineData("redis-cli -h db < <(generate)")]
    [InlineData("cat commands.txt | redis-cli -n 3")]
    [InlineData("zcat dump.gz | head -5 | valkey-cli")]
    [InlineData("redis-cli --scan --pattern 'a:*' | sed 's/^/UNLINK /' | redis-cli")]
    [InlineData("redis-cli KEYS 'a:*' | awk '{ system(\"redis-cli del \" $1) }'")]
    [InlineData("redis-cli KEYS 'a:*' | sed 's/^/redis-cli unlink /e'")]
    [InlineData("cat commands.txt | nc db.internal 6379")]
    [InlineData("cat commands.txt | kubectl exec -i redis-0 -- redis-cli")]
    [InlineData("docker exec -i redis redis-cli < commands.txt")]
    [InlineData("ssh db < repair.sh")]
    [InlineData("bash < repair.sh")]
    [InlineData("psql app < repair.sql")]
    [InlineData("cat repair.sql | psql app")]
    [InlineData("exec 3<>/dev/tcp/db.internal/6379")]
    [InlineData("cat commands.txt > /dev/tcp/db.internal/6379")]
    [InlineData("cat commands.txt >&3")]
    [InlineData("redis-cli EVAL \"$(cat script.lua)\" 0")]
    [InlineData("redis-cli EVAL \"$SCRIPT\" 0")]
    [InlineData("redis-cli EVAL \"${SCRIPT}\" 1 k")]
    [InlineData("redis-cli -x EVAL < script.lua")]
    [InlineData("redis-cli EVAL \"server.call('DEL', KEYS[1])\" 1 k")]
    [InlineData("redis-cli EVAL \"local f = redis.call f('DEL', KEYS[1])\" 1 k")]
    [InlineData("redis-cli EVAL \"local r = redis return r.call('DEL', KEYS[1])\" 1 k")]
    [InlineData("redis-cli EVAL \"return redis['call']('DEL', KEYS[1])\" 1 k")]
    [InlineData("redis-cli EVAL \"return redis.call(ARGV[1], KEYS[1])\" 1 k DEL")]
    [InlineData("redis-cli EVAL \"redis.call('GET', 'a') return loadstring(ARGV[1])()\" 0 x")]
    public void It_is_left_to_a_person(string command)
    {
        var verdict = RunbookRig.Command(command);
        Assert.True(verdict is { Class: StepClass.Manual or StepClass.Unknown, IsHarmless: false }, $"{command}: {verdict}");
    }

    [Theory]
    [InlineData("printf 'FLUSHALL\\r\\n' | nc db.internal 6379", StepClass.Refused)]
    [InlineData("echo FLUSHDB > /dev/tcp/db.internal/6379", StepClass.Refused)]
    [InlineData("echo FLUSHALL >&3", StepClass.Refused)]
    [InlineData("redis-cli <<< 'FLUSHALL'", StepClass.Refused)]
    [InlineData("echo PING | nc db.internal 6379", StepClass.Native)]
    [InlineData("echo 'LLEN bull:mail:wait' | redis-cli", StepClass.Guarded)]
    [InlineData("nc -zv db.internal 6379", StepClass.Guarded)]
    [InlineData("redis-cli EVAL \"return 1\" 0", StepClass.Manual)]
    [InlineData("redis-cli ping < /dev/null", StepClass.Native)]
    public void What_can_be_seen_is_read(string command, StepClass expected)
    {
        var verdict = RunbookRig.Command(command);
        Assert.True(verdict.Class == expected, $"{command}: {verdict}");
    }

    [Fact]
    public void A_script_that_only_returns_a_value_changes_nothing() =>
        Assert.True(RunbookRig.Command("redis-cli EVAL \"return {KEYS[1], 'x'}\" 1 k").IsHarmless);

    [Theory]
    [InlineData("N=$(( 1 + 2 ))")]
    [InlineData("echo $(( (3 + 4) * 2 ))")]
    public void Arithmetic_runs_nothing(string command) => Assert.True(RunbookRig.Command(command).IsHarmless);

    [Fact]
    public void A_substitution_inside_arithmetic_runs_all_the_same() =>
        Assert.Equal(StepClass.Refused, RunbookRig.Command("N=$(( $(redis-cli FLUSHALL | wc -l) + 1 ))").Class);
}
