using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>Kinds of fault that 57 public runbooks of other projects showed, each in words of our own.</summary>
public sealed class ForeignRunbookTests
{
    /// <summary>It looks like a read, or like bookkeeping of the shell, and is neither.</summary>
    [Theory]
    [InlineData("set stock:42 7")]
    [InlineData("source ./repair.sh")]
    [InlineData(". ./repair.sh")]
    [InlineData("source <(curl -s http://ops.internal/x)")]
    [InlineData("trap 'redis-cli flushall' EXIT")]
    [InlineData("alias clean='redis-cli flushall'")]
    [InlineData("read A < <(redis-cli flushall)")]
    [InlineData("sort -o /etc/hosts names.txt")]
    [InlineData("cat names.txt | sort -o /etc/hosts")]
    [InlineData("uniq names.txt /etc/hosts")]
    [InlineData("find / -fprintf /etc/hosts x")]
    [InlineData("ss -K dst 10.0.0.1")]
    [InlineData("arp -d 10.0.0.1")]
    [InlineData("ip netns exec blue rm /tmp/x")]
    [InlineData("journalctl --flush")]
    [InlineData("less +'!reboot' notes.txt")]
    [InlineData("psql -c 'SELECT 1' -o /etc/hosts")]
    [InlineData("curl https://shop.internal/cron/queue-reset")]
    [InlineData("curl https://shop.internal/_shutdown")]
    [InlineData("docker exec redis rm /data/x")]
    [InlineData("etcdctl defrag")]
    [InlineData("systemctl reset-failed worker")]
    public void It_is_never_a_read(string command)
    {
        var verdict = RunbookRig.Command(command);
        Assert.False(verdict.IsHarmless, $"{command}: {verdict}");
        Assert.True(verdict.Action is null, $"{command}: {verdict}");
    }

    [Theory]
    [InlineData("EXPLAIN ANALYZE [your query];")]
    [InlineData("EXPLAIN (ANALYZE, BUFFERS) <query>;")]
    [InlineData("SELECT rolpassword FROM pg_authid;")]
    public void Sql_that_is_not_seen_or_shows_passwords_stays_with_a_person(string sql) =>
        Assert.Equal(StepClass.Manual, Assert.Single(RunbookRig.Fence(sql, "sql")).Class);

    [Theory]
    [InlineData("cat ~/.pgpass")]
    [InlineData("grep requirepass /etc/redis/redis.conf")]
    [InlineData("kubectl get secret redis -o yaml")]
    public void What_shows_passwords_is_read_by_a_person(string command) => Assert.Equal("read by a person", RunbookRig.Command(command).Becomes);

    [Theory]
    [InlineData("set -euo pipefail")]
    [InlineData("source venv/bin/activate")]
    [InlineData(". /etc/default/worker")]
    [InlineData("alias k=kubectl")]
    public void Bookkeeping_stays_bookkeeping(string command) => Assert.True(RunbookRig.Command(command).IsHarmless || command.Contains('='), command);

    /// <summary>People leave prompts out, and prompts of machines have any name.</summary>
    [Theory]
    [InlineData("$ cd /srv/app\nredis-cli flushall")]
    [InlineData("redis-cli flushall\n$ redis-cli ping\nPONG")]
    [InlineData("worker$ cd /srv/app\nworker$ redis-cli flushall")]
    [InlineData("node-w001# redis-cli flushall")]
    [InlineData("queue> redis-cli flushall")]
    [InlineData("mymaster> flushall")]
    [InlineData("> info memory\nused_memory:5\nSome words about it.\n> flushall")]
    [InlineData("flushall\ndel stock:1")]
    [InlineData("# redis-cli flushall")]
    public void A_command_in_a_transcript_is_found_beside_its_answers(string text)
    {
        var steps = RunbookRig.Fence(text);
        Assert.Contains(steps, step => step.Class == StepClass.Refused && step.Source.EndsWith("flushall", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.Class == StepClass.Unknown);
    }

    [Theory]
    [InlineData("$ rails console\n> Sidekiq::Queue.new('mail').clear")]
    [InlineData("irb(main):001:0> Sidekiq::Queue.new('mail').clear\n=> true")]
    [InlineData("$ mongosh shop\n> db.orders.drop() && queue.drain()")]
    [InlineData(">>> queue.empty()")]
    public void What_is_typed_to_a_console_of_a_language_is_read_as_a_program(string text) =>
        Assert.Contains(RunbookRig.Fence(text, "bash"), step => step.Class == StepClass.Refused);

    [Theory]
    [InlineData("dropdb shop", StepClass.Refused)]
    [InlineData("valkey-cli flushall", StepClass.Refused)]
    [InlineData("redis6-cli flushall", StepClass.Refused)]
    [InlineData("rabbitmqctl purge_queue mail", StepClass.Refused)]
    [InlineData("etcdctl del / --prefix", StepClass.Refused)]
    [InlineData("patronictl reinit main db-1", StepClass.Refused)]
    [InlineData("pg_ctl stop", StepClass.Manual)]
    [InlineData("del stock:1", StepClass.Manual)]
    [InlineData("flushall", StepClass.Refused)]
    [InlineData("somectl frob --now", StepClass.Unknown)]
    public void A_command_in_code_marks_is_found_as_it_is_in_a_block(string command, StepClass expected)
    {
        var step = Assert.Single(RunbookRig.Check($"# T\n\n## Notes\n\nSometimes `{command}` helps.\n").Steps);
        Assert.True(step.Class == expected, $"{command}: {step}");
    }

    [Theory]
    [InlineData("`exit code`, `time limit` and `read replica`")]
    [InlineData("`VACUUM FULL` and `ALTER TABLE` take locks")]
    [InlineData("| `CREATE INDEX` | slow |")]
    [InlineData("find the instance on the dashboard of the shop/eu")]
    [InlineData("less than 5 jobs")]
    [InlineData("docker restart everything/else into order")]
    public void Names_and_sentences_are_no_commands(string text) => Assert.Empty(RunbookRig.Check($"# T\n\n## Symptoms\n\n{text}\n").Steps);

    [Theory]
    [InlineData("Do not use `redis-cli config set maxmemory 1gb` here.")]
    [InlineData("You must not run `systemctl restart worker` now.")]
    [InlineData("Look at the log instead of `docker restart worker`.")]
    public void What_the_text_forbids_is_not_offered(string text) =>
        Assert.Contains(RunbookRig.Check($"# T\n\n## Notes\n\n{text}\n").Steps, step => step is { Class: StepClass.Refused, Why: "The text says not to." });

    [Fact]
    public void A_heading_that_speaks_of_a_command_is_a_title() =>
        Assert.Single(RunbookRig.Check("# T\n\n## When `supervisorctl restart` is right\n\n```\nsupervisorctl restart worker\n```\n").Steps);

    [Theory]
    [InlineData("cat <<EOF | redis-cli\nFLUSHALL\nEOF")]
    [InlineData("cat <<EOF | psql shop\nDROP TABLE orders;\nEOF")]
    public void A_here_document_is_read_where_a_pipe_leads_it(string script) => Assert.Equal(StepClass.Refused, Assert.Single(RunbookRig.Shell(script)).Class);

    [Fact]
    public void A_quoted_command_goes_on_behind_a_backslash() =>
        Assert.Equal(StepClass.Http, Assert.Single(RunbookRig.Shell("watch -n 10 \"curl -s \\\nhttps://shop.internal/health\"")).Class);

    [Theory]
    [InlineData("redis-cli KEYS 'uniquejobs*' | xargs redis-cli DEL")]
    [InlineData("redis-cli KEYS 'lock:*' | xargs redis-cli DEL")]
    [InlineData("redis-cli --scan --pattern 'session:*' | xargs redis-cli UNLINK")]
    public void Locks_and_sessions_are_no_cache(string command) => Assert.Equal(StepClass.Manual, RunbookRig.Command(command).Class);

    [Fact]
    public void A_look_into_a_container_is_no_look_at_its_host() =>
        Assert.Contains("kubectl exec shop -- cat /etc/hosts", RunbookRig.Command("kubectl exec shop -- cat /etc/hosts").Becomes, StringComparison.Ordinal);

    [Fact]
    public void A_comment_above_a_command_of_redis_describes_it() =>
        Assert.Equal(2, RunbookRig.Shell("# View the queue\nLLEN bull:mail:wait\n# Check the lock\nGET stock:lock").Count);
}
