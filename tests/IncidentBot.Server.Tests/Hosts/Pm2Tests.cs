using System.Diagnostics;
using IncidentBot.Actions;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Support;

namespace IncidentBot.Hosts;

/// <summary>A real PM2 with a daemon of its own, which ends with the test.</summary>
public sealed class Pm2Tests : IAsyncLifetime
{
    private static readonly string Pm2Folder = Path.GetDirectoryName(Path.Combine(NodePackages.Folder, "node_modules", "pm2", "bin", "pm2"))!;

    private HostScene scene = null!;

    public async ValueTask InitializeAsync()
    {
        await NodePackages.ReadyAsync();
        scene = new HostScene(
            $"Environment:PATH={Pm2Folder}:/usr/local/bin:/usr/bin:/bin", "Environment:PM2_HOME=FOLDER/pm2", "Environment:HOME=FOLDER",
            "Services:api:Manager=pm2", "Services:api:Settle=00:00:01", "Services:api:Environment:JOB_QUEUE_MODE=database",
            "Services:plain:Manager=pm2", "Services:plain:Name=api", "Services:plain:Risk=Destructive",
            "Services:fragile:Manager=pm2", "Services:fragile:Settle=00:00:01",
            "Services:missing:Manager=pm2");
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "api.js"), "console.log('MODE=' + process.env.JOB_QUEUE_MODE); setInterval(() => {}, 1000);");

        // Comes up once; from its second start on it dies a moment after it has started.
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "fragile.js"), "const fs = require('fs'); if (fs.existsSync(__dirname + "
            + "'/once')) setTimeout(() => process.exit(3), 600); fs.writeFileSync(__dirname + '/once', ''); setInterval(() => {}, 1000);");
        await Pm2Async("start", Path.Combine(scene.Folder, "api.js"), "--name", "api");
    }

    public async ValueTask DisposeAsync()
    {
        await Pm2Async("kill");
        await scene.DisposeAsync();
    }

    [Fact]
    public async Task Its_state_is_read()
    {
        var report = await scene.ReadAsync("status api");

        Assert.True(report.Healthy);
        Assert.Matches(@"^api on app1 runs: online, for \d+ s, process \d+, \d+ MB$", report.Answer);
        Assert.Contains("killed 1.6 s after being asked to end", report.Evidence[0], StringComparison.Ordinal);

        Assert.Equal("app1: PM2 on app1 knows no process 'missing'.", (await scene.ReadAsync("status missing")).Answer);
        var all = await scene.ReadAsync("services");
        Assert.Equal("app1: not running: fragile, missing", all.Answer);
        Assert.Contains(all.Evidence, line => line.StartsWith("api ", StringComparison.Ordinal) && line.Contains("online", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_processes_are_those_it_started_and_no_others()
    {
        // PM2 starts a Node that takes the name of what it runs a moment later.
        await Eventually.TrueAsync(
            async () => (await scene.ReadAsync("ps api")).Evidence is [var only] && only.Contains("api.js", StringComparison.Ordinal),
            "its one process is listed by what it runs");

        Assert.Matches(@"^api on app1: 1 process, \d+ MB$", (await scene.ReadAsync("ps api")).Answer);
    }

    [Fact]
    public async Task Its_logs_come_to_an_end()
    {
        await Eventually.TrueAsync(
            async () => (await scene.ReadAsync("logs api 20")).Evidence.Any(line => line.Contains("MODE=undefined", StringComparison.Ordinal)),
            "the process has said its mode");
        var report = await scene.ReadAsync("logs api 20");

        Assert.DoesNotContain(report.Evidence, line => line.Contains("TAILING", StringComparison.Ordinal) || line.Contains('\u001b'));
        Assert.IsType<ActionReading.Wrong>(scene.Type("logs", "api", "100000"));
        Assert.IsType<ActionReading.Wrong>(scene.Type("logs", "api", "-f"));
    }

    [Fact]
    public async Task A_restart_brings_another_process_with_the_configured_environment()
    {
        var before = (await scene.ReadyAsync("restart api")).Pins["processes"];

        var ran = await scene.RunAsync("restart api");

        Assert.Equal("Would restart api on app1: pm2 restart api --update-env", ran.Plan.Summary);
        Assert.Contains("It gets: JOB_QUEUE_MODE=database", ran.Plan.Notes);
        Assert.Contains(ran.Plan.Notes, note => note.Contains("1.6 s", StringComparison.Ordinal) && note.Contains("stalls", StringComparison.Ordinal));
        Assert.Equal(Risk.Change, ran.Plan.Risk);
        Assert.StartsWith("pm2 restart api --update-env took", ran.Done, StringComparison.Ordinal);
        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.StartsWith("api runs and has stayed up for 1 s: online", ran.Verified.Answer, StringComparison.Ordinal);
        Assert.NotEqual(before, (await scene.ReadyAsync("restart api")).Pins["processes"]);
        await Eventually.TrueAsync(
            async () => (await scene.ReadAsync("logs api")).Evidence.Any(line => line.Contains("MODE=database", StringComparison.Ordinal)),
            "the new process has the mode");
    }

    [Fact]
    public async Task Whoever_restarts_it_in_between_voids_the_approval()
    {
        var plan = await scene.ReadyAsync("restart plain");
        Assert.Equal(Risk.Destructive, plan.Risk);
        await Pm2Async("restart", "api");

        Assert.StartsWith("processes is ", Assert.Single((await scene.ReadyAsync("restart plain")).DriftFrom(plan)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_restarts_nothing_and_what_was_not_restarted_is_not_verified()
    {
        var plan = await scene.ReadyAsync("restart api");

        Assert.Equal(plan.Pins["processes"], (await scene.ReadyAsync("restart api")).Pins["processes"]);
        var verified = await scene.VerifyAsync(scene.Call("restart", "api"), plan);
        Assert.False(verified.Holds);
        Assert.Contains("is still the old one", verified.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_starts_and_dies_is_not_verified()
    {
        await Pm2Async("start", Path.Combine(scene.Folder, "fragile.js"), "--name", "fragile", "--no-autorestart");

        var ran = await scene.RunAsync("restart fragile");

        Assert.IsType<ApplyResult.Done>(ran.Applied);
        Assert.False(ran.Verified.Holds);

        // Which of the two is seen depends on how soon it has died.
        Assert.Matches("^fragile (did|does not run: stopped)", ran.Verified.Answer);
    }

    private async Task Pm2Async(params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(Pm2Folder, "pm2"), words) { RedirectStandardOutput = true };
        start.Environment["PM2_HOME"] = Path.Combine(scene.Folder, "pm2");
        start.Environment["HOME"] = scene.Folder;
        using var pm2 = Process.Start(start)!;
        await pm2.WaitForExitAsync();
        Assert.Equal(0, pm2.ExitCode);
    }
}
