using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>Commands that nobody has put in a fence, over several lines or in the middle of a sentence: the part that acts is never lost.</summary>
public sealed class SpreadCommandTests
{
    [Theory]
    [InlineData("SELECT slot_name, active,\npg_drop_replication_slot(slot_name)\nFROM pg_replication_slots;\nIf a slot is active, stop.")]
    [InlineData("SELECT id, state\nINTO TABLE copy_of_jobs\nFROM jobs;")]
    [InlineData("WITH gone AS (\n  DELETE FROM jobs WHERE id < 10\n  RETURNING id\n)\nSELECT count(*) FROM gone;")]
    [InlineData("select pid,\npg_terminate_backend(pid)\nfrom pg_stat_activity;")]
    [InlineData("SELECT count(*)\nFROM jobs; DELETE FROM jobs;")]
    [InlineData("- Run this:\n  SELECT pid,\n  pg_terminate_backend(pid)\n  FROM pg_stat_activity")]
    [InlineData("kubectl get pods -o name |\nxargs kubectl delete")]
    [InlineData("kubectl get pods -o name \\\n  | xargs kubectl delete")]
    public void What_acts_in_a_later_line_is_no_read(string written)
    {
        var steps = Read(written);

        Assert.Contains(steps, step => step.Class is StepClass.Manual or StepClass.Refused);
        Assert.DoesNotContain(steps, IsRead);
    }

    [Theory]
    [InlineData("redis-cli --scan --pattern 'x:*' \\\n  | xargs redis-cli del")]
    [InlineData("redis-cli --scan --pattern 'x:*' |\n  xargs redis-cli unlink")]
    public void A_pipe_belongs_to_the_command_on_either_side_of_the_line(string written) =>
        Assert.Equal("/redis clear-cache x:*", Assert.Single(Read(written)).Becomes);

    [Fact]
    public void A_statement_over_several_lines_that_only_reads_is_a_read()
    {
        var step = Assert.Single(Read("SELECT slot_name, active,\n  restart_lsn\nFROM pg_replication_slots\nWHERE active;"));

        Assert.Equal(StepClass.Sql, step.Class);
        Assert.EndsWith("WHERE active;", step.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_a_statement_in_its_last_line_is_something_else()
    {
        var steps = Read("SELECT client_addr, state\nFROM pg_stat_replication\nORDER BY state;- 1. It is what it should be\nsystemctl restart worker");

        Assert.Contains(steps, step => step is { Class: StepClass.Sql, Source: "SELECT client_addr, state FROM pg_stat_replication ORDER BY state;" });
        Assert.Contains(steps, step => step.Source == "systemctl restart worker");
    }

    [Theory]
    [InlineData("Select the database in the menu.\nThen run `redis-cli ping` there.", "/redis ping")]
    [InlineData("Select the right host, and look at\nits memory: redis-cli info memory", "/redis memory")]
    public void A_sentence_that_begins_like_a_statement_takes_nothing_with_it(string written, string becomes) =>
        Assert.Contains(Read(written), step => step.Becomes == becomes);

    [Theory]
    [InlineData("on the master do a shutdown nosave", "shutdown nosave")]
    [InlineData("on the master do a flushall", "flushall")]
    [InlineData("then shutdown nosave on the old master", "shutdown nosave")]
    [InlineData("접속해서 flushall", "flushall")]
    [InlineData("정상 클러스터 접속해서 cluster reset {soft | hard}", "cluster reset {")]
    [InlineData("open redis-cli and config set maxmemory 0", "config set maxmemory 0")]
    [InlineData("log in on the replica and issue replicaof no one", "replicaof no one")]
    [InlineData("free places with client kill type normal", "client kill type normal")]
    public void A_command_of_Redis_said_in_small_letters_is_a_step_and_no_read(string sentence, string command)
    {
        var step = Assert.Single(Read(sentence), step => step.Source == command);

        Assert.False(IsRead(step), $"{step}");
    }

    [Fact]
    public void One_that_has_an_action_becomes_it() =>
        Assert.Equal("/redis kill-script", Assert.Single(Read("if it hangs, use script kill, and wait"), step => step.Source == "script kill").Becomes);

    [Theory]
    [InlineData("After a cluster failover the config set in the file counts.")]
    [InlineData("The client kill list is long.")]
    public void What_only_sounds_like_one_is_none(string sentence) => Assert.DoesNotContain(Read(sentence), step => step.Class is not StepClass.Manual);

    [Theory]
    [InlineData("a. Look at the nodes: kubectl get nodes\nc.3 Delete the node: kubectl delete node n1")]
    [InlineData("kubectl get nodes\nnote: then kubectl delete node n1")]
    public void A_step_in_a_fence_that_names_itself_is_no_answer(string fence) =>
        Assert.Contains(RunbookRig.Fence(fence), step => step.Class is StepClass.Refused && step.Source.Contains("delete node", StringComparison.Ordinal));

    [Theory]
    [InlineData("redis-cli ping\nFor every node the answer has to be the same.", "nothing to do")]
    [InlineData("redis-cli ping\nRestart the workers on every host afterwards.", null)]
    public void A_sentence_in_a_fence_is_no_unknown_program(string fence, string? becomes)
    {
        var step = RunbookRig.Fence(fence)[^1];

        Assert.Equal(StepClass.Manual, step.Class);
        Assert.Equal(becomes is not null, step.Becomes == becomes);
    }

    [Theory]
    [InlineData("LLEN low_priority", "It tells how much there is, and nothing of what is in it.")]
    [InlineData("LRANGE low_priority 0 5", "what is in them may be anybody's data.")]
    public void A_length_is_not_what_is_in_it(string command, string why) =>
        Assert.EndsWith(why, RunbookRig.Command($"redis-cli {command}").Why, StringComparison.Ordinal);

    [Fact]
    public void A_block_of_reStructuredText_is_a_block()
    {
        var steps = Read(
            ".. code-block:: bash\n   :caption: repair\n\n   mytool wipe everything\n   redis-cli flushall\n\n"
                + "Then wait.\n\n.. code-block::\n\n   redis-cli ping");

        Assert.Contains(steps, step => step is { Class: StepClass.Unknown, Source: "mytool wipe everything" });
        Assert.Contains(steps, step => step is { Class: StepClass.Refused, Source: "redis-cli flushall" });
        Assert.Contains(steps, step => step.Becomes == "/redis ping");
    }

    [Fact]
    public void A_document_that_is_shown_in_a_fence_holds_commands_too()
    {
        var steps = Read(
            "````markdown\n# Update\n\nWe run `redis-cli flushall` now.\n\n```sql\nSELECT pg_terminate_backend(4);\n```\n````");

        Assert.Contains(steps, step => step is { Class: StepClass.Refused, Line: 8 });
        Assert.Contains(steps, step => step is { Class: StepClass.Manual, Line: 11 });
    }

    [Theory]
    [InlineData("sort a > dump.rdb", "dump.rdb")]
    [InlineData("cat b | sort > appendonly.aof", "appendonly.aof")]
    [InlineData("cat a | tee redis.conf", "redis.conf")]
    [InlineData("find . -name x | xargs cat > redis.conf", "redis.conf")]
    [InlineData("find . -name '*.x' | sort -nr > ./script_report", "./script_report")]
    public void Whatever_is_written_into_a_file_of_the_host_is_for_a_person(string command, string file)
    {
        var verdict = RunbookRig.Command(command);

        Assert.Equal((StepClass.Manual, false), (verdict.Class, verdict.IsHarmless));
        Assert.Contains(file, verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_of_an_action_needs_no_file() => Assert.Equal(StepClass.Native, RunbookRig.Command("redis-cli info memory > memory.txt").Class);

    [Theory]
    [InlineData("kubectl run -it netshoot --image=nicolaka/netshoot --rm -- bash")]
    [InlineData("docker run --rm -v /:/host alpine sh")]
    [InlineData("docker run --rm -it --privileged alpine sh")]
    [InlineData("kubectl exec -it redis-0 -- /bin/sh")]
    [InlineData("docker exec -it redis bash")]
    [InlineData("curl -LO https://example.com/fix.sh")]
    [InlineData("curl -sO https://example.com/fix.sh")]
    [InlineData("curl -OL https://example.com/fix.sh")]
    [InlineData("curl -sSo fix.sh https://example.com/fix.sh")]
    public void A_session_a_container_and_a_file_are_something(string command)
    {
        var verdict = RunbookRig.Command(command);

        Assert.True(verdict is { Class: StepClass.Manual, IsHarmless: false }, $"{verdict}");
    }

    private static bool IsRead(RunbookStep step) =>
        step.Class is StepClass.Sql or StepClass.HostCommand or StepClass.Native or StepClass.Http || step.Becomes == "nothing to do";

    private static IReadOnlyList<RunbookStep> Read(string written) => RunbookRig.Check($"# T\n\n## Diagnosis\n\n{written}\n").Steps;
}
