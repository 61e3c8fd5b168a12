using IncidentBot.Actions;

namespace IncidentBot.Hosts;

/// <summary>systemd and docker are not on a test machine: programs of their names write down how they are called and answer as their manuals say.</summary>
public sealed class ServiceManagerTests
{
    private static readonly string[] Settings =
    [
        "Environment:PATH=FOLDER/bin:/usr/bin:/bin",
        "Services:worker:Manager=systemd", "Services:worker:Name=queue-worker.service", "Services:worker:Settle=00:00:00.1",
        "Services:api:Manager=docker", "Services:api:Grace=00:01:30", "Services:api:Settle=00:00:00.1", "Services:api:Risk=Destructive",
    ];

    private const string Systemctl = """
        pid=$(cat "$(dirname "$0")/pid" 2>/dev/null || echo 100)
        case "$1" in
            restart) echo 200 > "$(dirname "$0")/pid" ;;
            show) printf 'LoadState=loaded\nActiveState=active\nSubState=running\nMainPID=%s\nActiveEnterTimestamp=Sun 2020-11-22 09:10:11 UTC\nNRestarts=2\nMemoryCurrent=104857600\nTimeoutStopUSec=1min 30s\nResult=success\n' "$pid" ;;
        esac
        """;

    private const string Docker = """
        pid=$(cat "$(dirname "$0")/pid" 2>/dev/null || echo 100)
        case "$1" in
            restart) echo 200 > "$(dirname "$0")/pid"; echo api ;;
            inspect) echo "{\"Status\":\"running\",\"Running\":true,\"Restarting\":false,\"OOMKilled\":false,\"Pid\":$pid,\"ExitCode\":0,\"StartedAt\":\"2020-11-22T09:10:11.123456789Z\",\"Health\":{\"Status\":\"unhealthy\"}} 0" ;;
            logs) echo out; echo 'Error: lost' >&2 ;;
        esac
        """;

    [Fact]
    public async Task A_unit_is_read_restarted_and_read_again()
    {
        await using var scene = new HostScene(Settings);
        var programs = new RecordedPrograms(scene.Folder).With("systemctl", Systemctl).With("journalctl", "echo 'Nov 22 worker[1]: ready'");

        var status = await scene.ReadAsync("status worker");
        Assert.Matches(@"^worker on app1 runs: active \(running\), for \d+ d.*, process 100, 100 MB, 2 restarts$", status.Answer);
        Assert.Equal("worker on app1: none of the last 1 lines looks like trouble", (await scene.ReadAsync("logs worker 7")).Answer);
        var ran = await scene.RunAsync("restart worker");

        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.Contains(ran.Plan.Notes, note => note.Contains("1min 30s", StringComparison.Ordinal));
        Assert.Contains("journalctl -u queue-worker.service -n 7 --no-pager", programs.Lines);
        Assert.Equal("systemctl restart queue-worker.service", Assert.Single(
            programs.Lines,
            line => !line.Contains(" show ", StringComparison.Ordinal) && line.StartsWith("systemctl", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_container_is_given_its_grace()
    {
        await using var scene = new HostScene(Settings);
        var programs = new RecordedPrograms(scene.Folder).With("docker", Docker);

        var ran = await scene.RunAsync("restart api");

        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.Equal(Risk.Destructive, ran.Plan.Risk);
        Assert.Contains("its health check says unhealthy", (await scene.ReadAsync("status api")).Answer, StringComparison.Ordinal);
        var logs = await scene.ReadAsync("logs api 5");
        Assert.Equal("api on app1: 1 of the last 2 lines looks like trouble; the last: it names an error", logs.Answer);
        Assert.Equal(["  out", "> Error: lost"], logs.Evidence);
        Assert.Contains("docker restart -t 90 api", programs.Lines);
        Assert.Contains("docker logs --tail 5 api", programs.Lines);
        Assert.Contains("docker inspect --type container --format {{json .State}} {{.RestartCount}} api", programs.Lines);
    }

    [Theory]
    [InlineData("worker", "systemctl show")]
    [InlineData("api", "docker inspect")]
    public async Task Planning_only_reads(string service, string read)
    {
        await using var scene = new HostScene(Settings);
        var programs = new RecordedPrograms(scene.Folder).With("systemctl", Systemctl).With("docker", Docker);

        await scene.ReadyAsync($"restart {service}");

        Assert.StartsWith(read, Assert.Single(programs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_manager_refuses_is_said_in_its_own_words()
    {
        await using var scene = new HostScene(Settings);
        _ = new RecordedPrograms(scene.Folder)
            .With("systemctl", $"[ \"$1\" = restart ] && {{ echo 'Failed to restart queue-worker.service: Access denied' >&2; exit 4; }}\n{Systemctl}");

        var ran = await scene.RunAsync("restart worker");

        Assert.Equal("systemctl restart queue-worker.service ended with exit code 4: Failed to restart queue-worker.service: "
            + "Access denied. The service may be on its way down or up.", ran.Failed);
        Assert.False(ran.Verified.Holds);
    }

    [Fact]
    public async Task A_manager_or_a_service_that_is_not_there_is_said()
    {
        await using var scene = new HostScene([.. Settings, "Environment:PATH=FOLDER/bin"]);

        Assert.Equal("app1: systemctl is not installed where the bot runs, or not in PATH.", (await scene.ReadAsync("status worker")).Answer);
        Assert.Equal("app1: app1 has no service 'web'; there is: api, worker.", (await scene.ReadAsync("status web")).Answer);
        Assert.Equal("app1: not running: api, worker", (await scene.ReadAsync("services")).Answer);
    }

    [Fact]
    public async Task Without_hosts_the_answer_is_what_to_configure()
    {
        await using var scene = new HostScene("Logs:x=/x");
        Assert.Equal("app1: app1 has no service configured: add one under Hosts:app1:Services.", (await scene.ReadAsync("status worker")).Answer);

        var none = new ActionCallReader(
            new ActionCatalogue([scene.Get<IEnumerable<IRunbookAction>>().First()]),
            new TargetCatalogue([], [scene.Get<TargetKind>()]));
        var wrong = Assert.IsType<ActionReading.Wrong>(none.Read("host.services", [], null));
        Assert.Equal("No host target is configured.", wrong.Fault);
        Assert.Contains("Hosts", wrong.Hint, StringComparison.Ordinal);
    }
}
