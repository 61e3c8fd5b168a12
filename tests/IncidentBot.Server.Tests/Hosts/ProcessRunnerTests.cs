using System.Diagnostics;
using System.Globalization;
using IncidentBot.Hosts.Processes;
using IncidentBot.Support;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Hosts;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly ProcessRunner runner = new(TimeProvider.System);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-processes-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Arguments_arrive_one_by_one_and_no_shell_reads_them()
    {
        string[] words = ["a b", "$(id)", "`id`", "*", "; rm -rf /", "\"quoted\"", "it's", "", "ünï\n"];

        var result = await RunAsync(["python3", "-c", "import sys; sys.stdout.write(repr(sys.argv[1:]))", .. words]);

        Assert.Equal("['a b', '$(id)', '`id`', '*', '; rm -rf /', '\"quoted\"', \"it's\", '', 'ünï\\n']", result.Output);
    }

    [Fact]
    public async Task Nothing_of_our_own_environment_is_passed_on()
    {
        Environment.SetEnvironmentVariable("INCIDENTBOT_TEST_SECRET", "hunter22");

        var result = await RunAsync(["env"], environment: new() { ["JOB_QUEUE_MODE"] = "database" });

        Assert.DoesNotContain("hunter22", result.Output, StringComparison.Ordinal);
        Assert.Contains("JOB_QUEUE_MODE=database", result.Lines);
        var names = result.Lines.Select(line => line.Split('=')[0]);
        Assert.Empty(
            names.Except(["PATH", "LC_ALL", "TZ", "TERM", "NO_COLOR", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "XDG_RUNTIME_DIR", "JOB_QUEUE_MODE"]));
    }

    [Fact]
    public async Task Stdin_is_what_is_configured_and_otherwise_at_its_end()
    {
        Assert.Equal("true\n", (await RunAsync(["cat"], stdin: "true\n")).Output);
        Assert.Equal("", (await RunAsync(["cat"])).Output);

        // It does not read what it is given, and that is its own affair.
        Assert.True((await RunAsync(["true"], stdin: new string('x', 1_000_000))).Succeeded);
    }

    [Fact]
    public async Task Endless_output_keeps_its_head_and_its_tail_and_says_what_is_missing()
    {
        var result = await RunAsync(["seq", "1", "1000000"], maxCharacters: 2000);

        Assert.Equal("1", result.Lines[0]);
        Assert.Equal("1000000", result.Lines[^1]);
        var left = Assert.Single(result.Lines, line => line.Contains("left out", StringComparison.Ordinal));
        Assert.Matches(@"^… [\d,]+ lines, [\d,]+ characters left out …$", left);
        Assert.InRange(result.Output.Length, 1900, 2200);
        var missing = int.Parse(left.Split(' ')[1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

        // A line that is cut in two is shown as two, and is one.
        Assert.InRange(result.Lines.Count - 1 + missing, 1_000_000, 1_000_001);
    }

    [Fact]
    public async Task Its_time_limit_ends_it_and_everything_it_has_started()
    {
        var result = await RunAsync(["sh", "-c", "sleep 300 & echo $!; echo waiting >&2; wait"], limit: TimeSpan.FromSeconds(3));

        Assert.Equal(ProcessEnd.TimedOut, result.End);
        Assert.Matches("^sh -c .* was stopped after 3 s; last it said: waiting$", result.Trouble);
        await IsGoneAsync(result.Lines[0]);
    }

    [Fact]
    public async Task Whoever_cancels_ends_it_and_everything_it_has_started()
    {
        using var cancel = new CancellationTokenSource();
        var file = Path.Combine(folder.FullName, "pid");
        var running = RunAsync(["sh", "-c", $"sleep 300 & echo $! > {file}.new; mv {file}.new {file}; wait"], ct: cancel.Token);
        await Eventually.TrueAsync(() => File.Exists(file), "the child runs");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await IsGoneAsync((await File.ReadAllTextAsync(file)).Trim());
    }

    [Fact]
    public async Task A_child_that_outlives_it_does_not_keep_us_waiting()
    {
        var result = await RunAsync(["sh", "-c", "setsid sleep 300 & echo $!"]);

        Assert.True(result.Succeeded);
        using var child = Process.GetProcessById(int.Parse(result.Lines[0], CultureInfo.InvariantCulture));
        child.Kill();
    }

    [Fact]
    public async Task What_takes_longer_than_two_seconds_says_how_far_it_is()
    {
        var said = new List<string?>();
        await runner.RunAsync(Order(["sh", "-c", "echo half; sleep 2.6"]), (since, line) => said.Add($"{since.TotalSeconds:0} {line}"), TestRedis.Token);

        Assert.Contains("2 half", said);
    }

    [Fact]
    public async Task What_goes_wrong_is_said_in_a_sentence()
    {
        var script = Path.Combine(folder.FullName, "script");
        await File.WriteAllTextAsync(script, "#!/bin/sh\n");

        Assert.Equal("nosuchprogram is not installed where the bot runs, or not in PATH", (await RunAsync(["nosuchprogram"])).Trouble);
        Assert.Equal($"{script} may not be executed by the bot's user: permission denied", (await RunAsync([script])).Trouble);
        Assert.Equal(
            "sh -c 'echo no such unit >&2; exit 5' ended with exit code 5: no such unit",
            (await RunAsync(["sh", "-c", "echo no such unit >&2; exit 5"])).Trouble);
        Assert.Equal("false ended with exit code 1 and said nothing", (await RunAsync(["false"])).Trouble);
        Assert.Matches(
            "^ssh did not get in: .*Connection refused$",
            (await RunAsync(["ssh", "-oBatchMode=yes", "-oStrictHostKeyChecking=no", "-p", $"{FreePort.Next()}", "127.0.0.1", "true"])).Trouble);
    }

    [Fact]
    public async Task A_program_that_is_still_being_written_is_waited_for()
    {
        var program = Path.Combine(folder.FullName, "fresh");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho done\n");
        RecordedPrograms.MakeExecutable(program);
        var clock = new FakeTimeProvider();

        Task<ProcessResult> running;
        await using (File.Open(program, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            running = new ProcessRunner(clock).RunAsync(Order([program]), progress: null, TestRedis.Token);
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.False(running.IsCompleted);
        }

        while (!running.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(running, Task.Delay(5, TestRedis.Token));
        }

        Assert.Equal(["done"], (await running).Lines);
    }

    [Fact]
    public async Task A_program_that_does_not_start_is_not_called_missing()
    {
        var busy = Path.Combine(folder.FullName, "busy");
        var orphan = Path.Combine(folder.FullName, "orphan");
        await File.WriteAllTextAsync(busy, "#!/bin/sh\n");
        await File.WriteAllTextAsync(orphan, "#!/no/such/interpreter\n");
        RecordedPrograms.MakeExecutable(busy);
        RecordedPrograms.MakeExecutable(orphan);

        await using (File.Open(busy, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.Equal($"{busy} could not be started: Text file busy", (await RunAsync([busy])).Trouble);
        }

        Assert.Equal(
            $"{orphan} could not be started: {orphan} is there, and what its first line calls for is not",
            (await RunAsync([orphan])).Trouble);
    }

    [Fact]
    public async Task A_program_is_looked_for_in_the_path_it_is_given_and_never_beside_us()
    {
        var program = Path.Combine(folder.FullName, "tool");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho mine\n");
        RecordedPrograms.MakeExecutable(program);

        Assert.Equal("mine", Assert.Single((await RunAsync(["tool"], environment: new() { ["PATH"] = $"/usr/bin:{folder.FullName}" })).Lines));
        Assert.Equal(
            ProcessEnd.NotInstalled,
            (await RunAsync(["tool"], environment: new() { ["PATH"] = $".::{Path.GetRelativePath(Environment.CurrentDirectory, folder.FullName)}" })).End);
    }

    [Fact]
    public async Task Colours_and_control_characters_do_not_reach_the_chat()
    {
        var result = await RunAsync(["printf", @"\033[31m[PM2]\033[0m one\ttwo\r\n\033]0;title\007three\000\n\n"]);

        Assert.Equal(["[PM2] one  two", "three"], result.Lines);
    }

    private static async Task IsGoneAsync(string pid) =>
        await Eventually.TrueAsync(
            () => !Directory.Exists($"/proc/{pid}") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal),
            $"process {pid} is gone");

    private static ProcessOrder Order(
        string[] words,
        Dictionary<string, string>? environment = null,
        string? stdin = null,
        TimeSpan? limit = null,
        int maxCharacters = 64 * 1024) =>
        new(CommandLine.Of(words), PlainEnvironment.With(environment ?? []), limit ?? TimeSpan.FromSeconds(20))
        {
            Stdin = stdin,
            MaxCharacters = maxCharacters,
        };

    private Task<ProcessResult> RunAsync(
        string[] words,
        Dictionary<string, string>? environment = null,
        string? stdin = null,
        TimeSpan? limit = null,
        int maxCharacters = 64 * 1024,
        CancellationToken? ct = null) =>
        runner.RunAsync(Order(words, environment, stdin, limit, maxCharacters), null, ct ?? TestRedis.Token);
}
