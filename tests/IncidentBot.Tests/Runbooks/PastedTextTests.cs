using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>What people paste from a terminal: prompts of many kinds, answers, logs and questions to a metrics server.</summary>
public sealed class PastedTextTests
{
    [Theory]
    [InlineData("& \"C:\\Program Files\\Redis\\redis-cli.exe\" info memory", "")]
    [InlineData("& 'C:\\Program Files\\Redis\\redis-cli.exe' info memory", "powershell")]
    [InlineData("\"C:\\Program Files\\Redis\\redis-cli.exe\" info memory", "cmd")]
    [InlineData("C:\\Redis\\redis-cli.exe info memory > out.txt", "text")]
    [InlineData("C:\\Program Files\\Redis> redis-cli.exe info memory", "bat")]
    [InlineData("PS C:\\Users\\ops> & \"C:\\Program Files\\Redis\\redis-cli.exe\" info memory", "powershell")]
    public void A_program_of_Windows_is_called_by_its_path(string line, string language) =>
        Assert.Equal("/redis memory", Assert.Single(RunbookRig.Fence(line, language)).Becomes);

    [Theory]
    [InlineData("Sidekiq::RetrySet.new.each(&:retry)", StepClass.Manual)]
    [InlineData("Sidekiq::Queue.new(\"mailers\").size", StepClass.Manual)]
    [InlineData("Sidekiq::Queue.all.each(&:clear)", StepClass.Refused)]
    [InlineData("q = Queue('default', connection=conn)\nq.empty()", StepClass.Refused)]
    [InlineData("client.info('memory')", StepClass.Manual)]
    [InlineData("client.flushall()", StepClass.Refused)]
    [InlineData("- community.general.redis:\n    command: flush\n    flush_mode: all", StepClass.Refused)]
    public void A_program_in_a_fence_without_a_language_is_seen(string text, StepClass expected) =>
        Assert.Equal(expected, Assert.Single(RunbookRig.Fence(text)).Class);

    [Theory]
    [InlineData("[//]: # (redis-cli FLUSHALL)")]
    [InlineData("[//]: # \"redis-cli FLUSHALL\"")]
    [InlineData("[comment]: <> (redis-cli FLUSHALL)")]
    [InlineData("<!-- redis-cli FLUSHALL -->")]
    public void A_command_in_a_comment_of_Markdown_is_listed_and_no_step(string comment)
    {
        var report = RunbookRig.Check($"# T\n\n{comment}\n\nText.\n");
        Assert.Empty(report.Steps);
        Assert.Equal(3, Assert.Single(report.Asides).Line);
    }

    [Theory]
    [InlineData("PS /home/ops> redis-cli flushall")]
    [InlineData("C:\\Program Files\\Redis>redis-cli.exe flushall")]
    [InlineData("λ redis-cli flushall")]
    [InlineData("ops@db ~ % redis-cli flushall")]
    [InlineData("I have no name!@redis-0:/$ redis-cli flushall")]
    [InlineData("[12:00:01] ops@db:~$ redis-cli flushall")]
    [InlineData("12:00:01 ops@db:~$ redis-cli flushall")]
    [InlineData("db-1 $ redis-cli flushall")]
    [InlineData("redis-master-0:/data$ redis-cli flushall")]
    [InlineData("iredis 127.0.0.1:6379> flushall")]
    [InlineData("keydb 127.0.0.1:6379> flushall")]
    [InlineData("irb> Redis.new.flushall")]
    [InlineData("node> client.flushAll()")]
    [InlineData("cqlsh:shop> TRUNCATE jobs;")]
    [InlineData("influx> DROP DATABASE jobs")]
    public void A_prompt_is_no_part_of_the_command(string line)
    {
        var step = Assert.Single(RunbookRig.Fence(line));
        Assert.Equal(StepClass.Refused, step.Class);
        Assert.EndsWith(step.Source, line);
        Assert.DoesNotContain(">", step.Source);
    }

    [Theory]
    [InlineData("1700000000.123456 [0 10.0.0.1:5000] \"flushall\"")]
    [InlineData("4) 1) \"flushall\"")]
    [InlineData("id=3 addr=127.0.0.1:5000 fd=8 name= age=3 cmd=client|list")]
    [InlineData("12345:signal-handler (1700000000) Received SIGTERM scheduling shutdown...")]
    [InlineData("07c37dfeb235213a872192d90877d0cd55635b91 127.0.0.1:30004@31004 master - 0 1426238317239 4 connected")]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'.")]
    [InlineData("NOAUTH Authentication required.")]
    [InlineData("Could not connect to Redis at 127.0.0.1:6379: Connection refused")]
    [InlineData("redis_version:7.2.4")]
    [InlineData("/dev/sda1        50G   40G   10G  80% /")]
    [InlineData("3 queues, 45 jobs total")]
    public void An_answer_is_no_command_whatever_it_names(string line)
    {
        var step = Assert.Single(RunbookRig.Shell(line));
        Assert.Equal((StepClass.Manual, "nothing to do"), (step.Class, step.Becomes));
    }

    [Theory]
    [InlineData("rate(redis_commands_processed_total{job=\"redis\"}[1m])")]
    [InlineData("increase(redis_evicted_keys_total[5m]) > 0\nredis_up == 0")]
    [InlineData("redis_memory_used_bytes{instance=\"a:6379\"} / redis_memory_max_bytes > 0.9")]
    [InlineData("100 - (avg by(instance)(rate(node_cpu_seconds_total{mode=\"idle\"}[5m])) * 100)")]
    [InlineData("{app=\"redis\"} |= \"error\" | logfmt")]
    public void A_question_to_a_metrics_server_is_never_an_unknown_command(string text)
    {
        Assert.Empty(RunbookRig.Shell(text));
        Assert.DoesNotContain(RunbookRig.Shell($"redis-cli ping\n{text}"), step => step.Class == StepClass.Unknown);
    }

    [Fact]
    public void The_answers_of_a_console_are_not_taken_for_programs() =>
        Assert.Equal(2, RunbookRig.Fence(">>> r.keys('a*')\n[b'a']\n>>> r.delete('a')\n1").Count);
}
