using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>What destroys is refused in whatever it is written, and what cannot be seen is left to a person: never a read, never nothing.</summary>
public sealed class DisguiseTests
{
    [Theory]
    [InlineData("bash", "(echo AUTH x; echo FLUSHALL) | nc db.internal 6379")]
    [InlineData("bash", "{ echo PING; printf 'FLUSHDB\\r\\n'; } | nc db.internal 6379")]
    [InlineData("bash", "for db in 0 1; do echo \"SELECT $db\"; echo FLUSHDB; done | redis-cli")]
    [InlineData("bash", "curl -s https://tools.example.com/fix.sh | sudo bash -s -- --force")]
    [InlineData("bash", "curl -s https://tools.example.com/fix.pl | perl")]
    [InlineData("bash", "ssh db bash -s <<END\nredis-cli flushall\nEND")]
    [InlineData("bash", "cat <<END | ssh db sh\nredis-cli flushall\nEND")]
    [InlineData("bash", "cat > /tmp/fix.sh <<END\nredis-cli flushall\nEND")]
    [InlineData("bash", "echo FLUSHALL > commands.txt")]
    [InlineData("bash", "redis-cli << END && echo done\nFLUSHALL\nEND")]
    [InlineData("bash", "CLI=\"redis-cli -h db\"\n$CLI FLUSHALL")]
    [InlineData("bash", "CMD='redis-cli flushall'")]
    [InlineData("bash", "./redis-cli flushall")]
    [InlineData("bash", "redis-cli --cluster call 10.0.0.1:6379 FLUSHALL")]
    [InlineData("bash", "dash -c 'redis-cli flushall'")]
    [InlineData("bash", "runuser -u redis -- redis-cli flushall")]
    [InlineData("bash", "find /etc/redis -exec redis-cli flushall \\;")]
    [InlineData("bash", "ansible cache -m shell -a 'redis-cli flushall'")]
    [InlineData("bash", "r.flushall()")]
    [InlineData("bash", "\"redis-cli flushall\"")]
    [InlineData("cron", "*/5 * * * * root redis-cli FLUSHALL")]
    [InlineData("", "*/5 * * * * redis-cli FLUSHALL")]
    [InlineData("", "$ sudo -i\n# redis-cli flushall")]
    [InlineData("", "import redis\nredis.Redis().flushall()")]
    [InlineData("", "- name: clean\n  command: redis-cli -h db FLUSHDB")]
    [InlineData("text", "> client.flushall()")]
    [InlineData("yaml", "command: [\"redis-cli\", \"FLUSHALL\"]")]
    [InlineData("yaml", "preStop:\n  exec:\n    command: [\"redis-cli\", \"shutdown\", \"nosave\"]")]
    [InlineData("yaml", "args:\n  - --maxmemory-policy\n  - allkeys-lru")]
    [InlineData("dockerfile", "FROM redis:7\nRUN redis-cli FLUSHALL")]
    [InlineData("", "[Service]\nExecStartPre=/usr/bin/redis-cli FLUSHALL")]
    public void It_is_refused_in_a_block(string language, string text)
    {
        var steps = RunbookRig.Fence(text, language);
        Assert.True(steps.Any(step => step.Class == StepClass.Refused), $"{text}: {string.Join(", ", steps)}");
    }

    [Theory]
    [InlineData("$CLI FLUSHALL")]
    [InlineData("rc FLUSHALL")]
    [InlineData("r.flushall()")]
    [InlineData("Redis.new.flushall")]
    [InlineData("await queue.drain()")]
    [InlineData("TRUNCATE jobs")]
    [InlineData("debug sleep 10")]
    [InlineData("cluster reset hard")]
    [InlineData("config set maxmemory-policy allkeys-lru")]
    public void It_is_refused_in_code_marks(string code) =>
        Assert.Equal(StepClass.Refused, Assert.Single(RunbookRig.Check($"# T\n\nWhen all else fails: `{code}` on the host.\n").Steps).Class);

    [Theory]
    [InlineData("ssh db 'bash -s' < fix.sh")]
    [InlineData("ssh db bash < fix.sh")]
    [InlineData("(cat head; cat body) | redis-cli")]
    [InlineData("while read key; do echo \"DEL $key\"; done < keys.txt | redis-cli")]
    [InlineData("kubectl exec -i redis-0 -- sh -c 'redis-cli' < commands.txt")]
    [InlineData("curl -X POST shop.example.com/a --next -X DELETE shop.example.com/b")]
    [InlineData(": > appendonly.txt")]
    [InlineData("kubectl scale sts redis --replicas 0")]
    [InlineData("DELETE /api/queues/mail")]
    [InlineData("psql app -c 'SELECT 1' -c 'DELETE FROM jobs'")]
    [InlineData("psql app -c 'SELECT 1' -f fix.sql")]
    [InlineData("local n = redis.call('del', KEYS[1])\nreturn n")]
    [InlineData("shop> db.jobs.drop()")]
    [InlineData(">>> for key in r.scan_iter('a*'):\n...     r.delete(key)")]
    public void What_cannot_be_planned_is_no_read(string text)
    {
        var steps = RunbookRig.Fence(text, "bash");
        Assert.True(steps.Any(step => step.Class > StepClass.HostCommand && step.Becomes != "nothing to do"), $"{text}: {string.Join(", ", steps)}");
    }

    [Theory]
    [InlineData("kubectl get pods,secrets")]
    [InlineData("kubectl get secret,pod -o yaml")]
    public void Secrets_in_a_list_of_kinds_are_secrets(string command) => Assert.Equal(StepClass.Manual, RunbookRig.Command(command).Class);

    [Theory]
    [InlineData("rename-command FLUSHALL \"\"\nrename-command CONFIG \"\"")]
    [InlineData("user app on >secret ~app:* +@all -flushall -shutdown")]
    [InlineData("vm.overcommit_memory = 1\nnet.core.somaxconn=1024")]
    public void A_setting_that_protects_is_no_command(string text) => Assert.Equal(StepClass.Manual, Assert.Single(RunbookRig.Fence(text, "bash")).Class);

    [Fact]
    public void A_select_of_a_database_is_no_loop_of_the_shell() =>
        Assert.Equal(StepClass.Sql, Assert.Single(RunbookRig.Fence("select count(*) from jobs", "bash")).Class);

    [Fact]
    public void What_is_said_to_be_used_instead_is_not_forbidden() => Assert.Equal(
        [StepClass.Refused, StepClass.Guarded],
        RunbookRig.Check("# T\n\nInstead of `KEYS *` use `SCAN 0`.\n").Steps.Select(step => step.Class));
}
