using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>What people paste from a terminal: prompts of many kinds, sessions of clients, answers and logs.</summary>
public sealed class TranscriptTests
{
    [Theory]
    [InlineData("$ ")]
    [InlineData("[root@db-1 ~]# ")]
    [InlineData("[ops@db-1 redis]$ ")]
    [InlineData("bash-5.1# ")]
    [InlineData("sh-4.2$ ")]
    [InlineData("/data # ")]
    [InlineData("~ $ ")]
    [InlineData("/ # ")]
    [InlineData("root@0a1b2c:/data# ")]
    [InlineData("(venv) ops@db:~$ ")]
    [InlineData("➜ ")]
    [InlineData("➜  ~ ")]
    [InlineData("➜  shop git:(main) ✗ ")]
    [InlineData("❯ ")]
    [InlineData("% ")]
    [InlineData("PS C:\\ops> ")]
    public void A_prompt_of_a_shell_is_no_part_of_the_command(string prompt)
    {
        foreach (var language in new[] { "", "bash", "console", "text" })
        {
            var steps = RunbookRig.Fence($"{prompt}redis-cli FLUSHALL\nOK\n{prompt}redis-cli ping\nPONG", language);
            Assert.Equal(["redis-cli FLUSHALL", "redis-cli ping"], steps.Select(step => step.Source));
            Assert.Equal([StepClass.Refused, StepClass.Native], steps.Select(step => step.Class));
        }
    }

    [Theory]
    [InlineData("127.0.0.1:6379> ")]
    [InlineData("127.0.0.1:6379[3]> ")]
    [InlineData("redis 127.0.0.1:6379> ")]
    [InlineData("redis 127.0.0.1:6379[3]> ")]
    [InlineData("cache.internal:6380(TX)> ")]
    [InlineData("not connected> ")]
    [InlineData("redis> ")]
    [InlineData("valkey> ")]
    [InlineData("/run/redis.sock> ")]
    public void A_prompt_of_redis_cli_is_no_part_of_the_command(string prompt)
    {
        foreach (var language in new[] { "", "bash", "redis", "text" })
        {
            var steps = RunbookRig.Fence($"{prompt}flushall\nOK\n{prompt}info memory\nused_memory:1024", language);
            Assert.Equal([StepClass.Refused, StepClass.Native], steps.Select(step => step.Class));
        }
    }

    [Theory]
    [InlineData("redis-cli -h db\n> LLEN bull:mail:wait\n> info memory\n> FLUSHDB")]
    [InlineData("redis-cli -h db\nLLEN bull:mail:wait\ninfo memory\nFLUSHDB")]
    [InlineData("$ redis-cli -h db\n> LLEN bull:mail:wait\n(integer) 4\n> info memory\n# Memory\nused_memory:5\n> flushdb\nOK")]
    [InlineData("kubectl exec -it redis-0 -- redis-cli\nLLEN bull:mail:wait\ninfo memory\nflushdb\nexit")]
    [InlineData("docker exec -it redis valkey-cli --raw\nLLEN bull:mail:wait\ninfo memory\nflushdb")]
    public void What_is_typed_in_a_session_is_read(string text)
    {
        var steps = RunbookRig.Shell(text).Where(step => step.Becomes != "nothing to do").ToList();
        Assert.Equal([StepClass.Guarded, StepClass.Guarded, StepClass.Native, StepClass.Refused], steps.Select(step => step.Class));
    }

    [Fact]
    public void After_a_session_the_shell_goes_on()
    {
        var steps = RunbookRig.Shell("redis-cli\nPING\nquit\nsystemctl restart worker");
        Assert.Equal(StepClass.HostCommand, steps[^1].Class);
    }

    [Theory]
    [InlineData("2026-11-04T10:00:01Z ERROR could not connect to redis")]
    [InlineData("1:M 04 Nov 2026 10:00:01.123 # Server started, Redis version=7.2")]
    [InlineData("Error: Connection is closed.")]
    [InlineData("    at Socket.emit (node:events:519:28)")]
    [InlineData("Traceback (most recent call last):")]
    [InlineData("redis.exceptions.ConnectionError: Error 111")]
    public void A_pasted_log_is_no_command(string line)
    {
        var step = Assert.Single(RunbookRig.Shell(line));
        Assert.True(step is { Class: StepClass.Manual, Becomes: "nothing to do" }, $"{step}");
    }

    [Theory]
    [InlineData("(integer) 4")]
    [InlineData("(error) ERR unknown command")]
    [InlineData("1) \"mail\"")]
    [InlineData("\"value\"")]
    [InlineData("used_memory_human:1.2G")]
    [InlineData("(empty array)")]
    public void An_answer_below_a_command_is_no_command(string line)
    {
        foreach (var language in new[] { "bash", "redis" })
        {
            var steps = RunbookRig.Fence($"{(language == "bash" ? "redis-cli " : "")}LLEN bull:mail:wait\n{line}", language);
            Assert.DoesNotContain(steps, step => step.Class == StepClass.Unknown);
        }
    }

    [Theory]
    [InlineData("*/5 * * * * redis-cli BGREWRITEAOF", StepClass.Manual)]
    [InlineData("0 3 * * mon redis-cli ping", StepClass.Manual)]
    [InlineData("@daily redis-cli FLUSHALL", StepClass.Refused)]
    public void What_a_crontab_runs_is_set_up_by_a_person(string line, StepClass expected)
    {
        var step = Assert.Single(RunbookRig.Shell(line));
        Assert.True(step.Class == expected && step.Source.StartsWith("redis-cli", StringComparison.Ordinal), $"{step}");
    }

    [Theory]
    [InlineData("powershell", ".\\redis-cli.exe -h db FLUSHALL")]
    [InlineData("cmd", "C:\\tools\\redis\\redis-cli.exe FLUSHALL")]
    [InlineData("bash", "/mnt/c/redis/redis-cli.exe FLUSHALL")]
    [InlineData("bash", "oc rsh redis-0 redis-cli FLUSHALL")]
    public void The_client_is_known_in_other_dress(string language, string command) =>
        Assert.Equal(StepClass.Refused, Assert.Single(RunbookRig.Fence(command, language)).Class);

    [Theory]
    [InlineData("bash")]
    [InlineData("")]
    [InlineData("text")]
    public void Lines_of_redis_conf_are_settings_wherever_they_stand(string language)
    {
        var settings = "# redis.conf\nmaxmemory 4gb\nmaxmemory-policy noeviction\nrename-command FLUSHALL \"\"\nsave 900 1";
        var step = Assert.Single(RunbookRig.Fence(settings, language));
        Assert.True(step.Class == StepClass.Manual && step.Becomes.Contains("reviewed", StringComparison.Ordinal), $"{step}");
    }

    [Fact]
    public void A_setting_that_evicts_is_refused_beside_commands_too()
    {
        var steps = RunbookRig.Shell("redis-cli ping\nmaxmemory-policy allkeys-lru\nrename-command FLUSHALL \"\"");
        Assert.Equal([StepClass.Native, StepClass.Refused, StepClass.Manual], steps.Select(step => step.Class));
    }
}
