using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Hosts;

public sealed class CommandTests
{
    private static readonly string[] Bypass =
    [
        "Commands:bypass-cache:Run:0=kubectl", "Commands:bypass-cache:Run:1=set", "Commands:bypass-cache:Run:2=env",
        "Commands:bypass-cache:Run:3=deployment/{name}", "Commands:bypass-cache:Run:4=CACHE_DISABLED=true",
        "Commands:bypass-cache:DryRun:0=kubectl", "Commands:bypass-cache:DryRun:1=set", "Commands:bypass-cache:DryRun:2=env",
        "Commands:bypass-cache:DryRun:3=deployment/{name}", "Commands:bypass-cache:DryRun:4=CACHE_DISABLED=true",
        "Commands:bypass-cache:DryRun:5=--dry-run=server", "Commands:bypass-cache:DryRun:6=-o", "Commands:bypass-cache:DryRun:7=yaml",
        "Commands:bypass-cache:Then:0=kubectl", "Commands:bypass-cache:Then:1=rollout", "Commands:bypass-cache:Then:2=status",
        "Commands:bypass-cache:Then:3=deployment/{name}", "Commands:bypass-cache:Then:4=--timeout=60s",
        "Commands:bypass-cache:Check:0=kubectl", "Commands:bypass-cache:Check:1=set",
        "Commands:bypass-cache:Check:2=env", "Commands:bypass-cache:Check:3=deployment/{name}",
        "Commands:bypass-cache:Check:4=--list", "Commands:bypass-cache:Expect=^CACHE_DISABLED=true$",
        "Commands:bypass-cache:Risk=Change", "Commands:bypass-cache:Undo=use-cache", "Commands:bypass-cache:Help=reads go to the database",
        "Commands:bypass-cache:Arguments:name:Pattern=^[a-z0-9-]+$", "Commands:bypass-cache:Arguments:name:Example=api",
        "Commands:use-cache:Run:0=kubectl", "Commands:use-cache:Run:1=set", "Commands:use-cache:Run:2=env",
        "Commands:use-cache:Run:3=deployment/{name}", "Commands:use-cache:Run:4=CACHE_DISABLED-",
        "Commands:use-cache:Risk=Change", "Commands:use-cache:Undo=bypass-cache",
        "Commands:use-cache:Arguments:name:Pattern=^[a-z0-9-]+$", "Commands:use-cache:Arguments:name:Example=api",
        "Environment:PATH=FOLDER/bin:/usr/bin:/bin",
    ];

    private const string Cluster = """
        case "$*" in
            *--dry-run*) echo "kind: Deployment (dry run)" ;;
            *rollout*) echo "deployment successfully rolled out" ;;
            *--list) echo "CACHE_DISABLED=true" ;;
            *) echo "deployment.apps/api env updated" ;;
        esac
        """;

    [Fact]
    public async Task The_plan_shows_what_will_run_and_runs_only_the_dry_run()
    {
        await using var scene = new HostScene(Bypass);
        var programs = new RecordedPrograms(scene.Folder).With("kubectl", Cluster);

        var plan = await scene.ReadyAsync("change bypass-cache api");

        Assert.Equal("Would run on app1: kubectl set env deployment/api CACHE_DISABLED=true", plan.Summary);
        Assert.Contains("kind: Deployment (dry run)", plan.Notes);
        Assert.Contains("Then: kubectl rollout status deployment/api --timeout=60s", plan.Notes);
        Assert.Contains("The way back: kubectl set env deployment/api CACHE_DISABLED-", plan.Notes);
        Assert.Equal("/host change use-cache name=api on app1", plan.Undo!.ToString());
        Assert.Equal(["kubectl set env deployment/api CACHE_DISABLED=true --dry-run=server -o yaml"], programs.Lines);
    }

    [Theory]
    [InlineData("client_loop: send disconnect: Broken pipe", true, "the way there broke off while set ran: client_loop: send disconnect: Broken pipe.")]
    [InlineData("Connection to app1 closed by remote host.", true, "the way there broke off while set ran: ")]
    [InlineData("ssh: connect to host app1 port 22: Connection refused", false, "ssh did not get in: ")]
    [InlineData("ada@app1: Permission denied (publickey).", false, "ssh did not get in: ")]
    public async Task What_ssh_broke_off_from_is_in_doubt_and_what_it_did_not_get_to_has_failed(string said, bool isUnknown, string words)
    {
        await using var scene = new HostScene(
            "Prefix:0=FOLDER/bin/ssh", "Prefix:1=app1", "Environment:PATH=FOLDER/bin:/usr/bin:/bin", "Commands:set:Run:0=set", "Commands:set:Risk=Change");
        _ = new RecordedPrograms(scene.Folder).With("ssh", $"echo '{said}' >&2; exit 255");

        var ran = await scene.RunAsync("change set");

        Assert.StartsWith(words, isUnknown ? ran.Unknown : ran.Failed, StringComparison.Ordinal);
        Assert.False(ran.Verified.Holds);
    }

    [Fact]
    public async Task What_took_too_long_is_in_doubt()
    {
        await using var scene = new HostScene(
            "Commands:wait:Run:0=sleep", "Commands:wait:Run:1=60", "Commands:wait:Risk=Change", "Commands:wait:TimeLimit=00:00:01");

        Assert.Contains("was stopped after", (await scene.RunAsync("change wait")).Unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_waits_for_what_follows_and_reads_back()
    {
        await using var scene = new HostScene(Bypass);
        var programs = new RecordedPrograms(scene.Folder).With("kubectl", Cluster);
        var plan = await scene.ReadyAsync("change bypass-cache name=api");
        programs.Forget();

        var ran = await scene.ApplyAsync(scene.Call("change", "bypass-cache", "name=api"), plan, TestRedis.Token);

        Assert.EndsWith("deployment.apps/api env updated.", ran.Done, StringComparison.Ordinal);
        Assert.True(ran.Verified.Holds);
        Assert.Equal(
            [
                "kubectl set env deployment/api CACHE_DISABLED=true",
                "kubectl rollout status deployment/api --timeout=60s",
                "kubectl set env deployment/api --list",
            ],
            programs.Lines);

        programs.Forget();
        await scene.RunAsync(plan.Undo!);
        Assert.Equal(["kubectl set env deployment/api CACHE_DISABLED-"], programs.Lines);
    }

    [Fact]
    public async Task What_does_not_read_back_is_not_verified()
    {
        await using var scene = new HostScene(Bypass);
        _ = new RecordedPrograms(scene.Folder).With("kubectl", "echo CACHE_DISABLED=false");

        var ran = await scene.RunAsync("change bypass-cache api");

        Assert.False(ran.Verified.Holds);
        Assert.Equal("kubectl set env deployment/api --list does not show ^CACHE_DISABLED=true$", ran.Verified.Answer);
    }

    [Fact]
    public async Task A_dry_run_that_fails_refuses_the_plan()
    {
        await using var scene = new HostScene(Bypass);
        _ = new RecordedPrograms(scene.Folder).With("kubectl", "echo 'Error: deployments.apps \"api\" not found' >&2; exit 1");

        var refused = await scene.RefusedAsync("change bypass-cache api");

        Assert.Equal("app1: the dry run failed: kubectl set env deployment/api CACHE_DISABLED=true --dry-run=server -o yaml ended with "
            + "exit code 1: Error: deployments.apps \"api\" not found.", refused.Rule);
    }

    [Fact]
    public async Task What_follows_can_fail_after_the_change_was_made_and_both_is_said()
    {
        await using var scene = new HostScene(Bypass);
        _ = new RecordedPrograms(scene.Folder).With("kubectl", "case \"$*\" in *rollout*) echo 'timed out waiting for the condition' >&2; exit 1 ;; esac");

        var ran = await scene.RunAsync("change bypass-cache api");

        Assert.StartsWith(
            "kubectl set env deployment/api CACHE_DISABLED=true is done, but not what follows it: kubectl rollout status",
            ran.Failed,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_command_behind_the_same_name_voids_the_approval()
    {
        await using var before = new HostScene(Bypass);
        _ = new RecordedPrograms(before.Folder).With("kubectl", Cluster);
        await using var after = new HostScene(
            new DirectoryInfo(before.Folder),
            [.. Bypass.Select(setting => setting.Replace("Run:4=CACHE_DISABLED=true", "Run:4=CACHE_DISABLED=false", StringComparison.Ordinal))]);

        var drift = (await after.ReadyAsync("change bypass-cache api")).DriftFrom(await before.ReadyAsync("change bypass-cache api"));

        Assert.StartsWith("command is ", Assert.Single(drift), StringComparison.Ordinal);
        Assert.Empty((await before.ReadyAsync("change bypass-cache api")).DriftFrom(await before.ReadyAsync("change bypass-cache api")));
    }

    /// <summary>The real kubectl reads the argv; a cluster is not needed for that.</summary>
    [Fact]
    public async Task Kubectl_itself_understands_what_is_run()
    {
        await using var scene = new HostScene(
            "Commands:show:Run:0=kubectl", "Commands:show:Run:1=set", "Commands:show:Run:2=env", "Commands:show:Run:3=--local",
            "Commands:show:Run:4=--dry-run=client", "Commands:show:Run:5=-o", "Commands:show:Run:6=yaml",
            "Commands:show:Run:7=-f",
            "Commands:show:Run:8=FOLDER/{file}.yaml",
            "Commands:show:Run:9=CACHE_DISABLED=true",
            "Commands:show:Risk=Observe",
            "Commands:show:Arguments:file:Pattern=[a-z]+",
            "Commands:show:Arguments:file:Example=deployment");
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "deployment.yaml"), """
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: api }
            spec:
              selector: { matchLabels: { app: api } }
              template:
                metadata: { labels: { app: api } }
                spec: { containers: [ { name: api, image: api } ] }
            """);

        var report = await scene.ReadAsync("look show deployment");

        Assert.True(report.Healthy, string.Join('\n', report.Evidence));
        Assert.Contains(report.Evidence, line => line.Contains("name: CACHE_DISABLED", StringComparison.Ordinal));
        Assert.Contains(report.Evidence, line => line.Contains("value: \"true\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_a_program_asks_for_is_configured_and_then_it_is_redeployed()
    {
        await using var scene = new HostScene(
            "Commands:bypass:Run:0=vercel",
            "Commands:bypass:Run:1=env",
            "Commands:bypass:Run:2=add",
            "Commands:bypass:Run:3=CACHE_DISABLED",
            "Commands:bypass:Run:4=production",
            "Commands:bypass:Stdin=true",
            "Commands:bypass:Then:0=vercel",
            "Commands:bypass:Then:1=redeploy",
            "Commands:bypass:Then:2=shop",
            "Commands:bypass:Risk=Change",
            "Environment:PATH=FOLDER/bin:/usr/bin:/bin");
        var programs = new RecordedPrograms(scene.Folder).With("vercel", "echo \"read '$(cat)'\"");

        var ran = await scene.RunAsync("change bypass");

        Assert.EndsWith("read 'true'.", ran.Done, StringComparison.Ordinal);
        Assert.Equal(["vercel env add CACHE_DISABLED production", "vercel redeploy shop"], programs.Lines);
        Assert.Contains("It is answered with: true", ran.Plan.Notes);
        Assert.Contains("No way back is configured.", ran.Plan.Notes);
        Assert.Contains("nothing was read back", ran.Verified.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_check_nobody_claims_that_it_holds_after_a_crash()
    {
        await using var scene = new HostScene("Commands:x:Run:0=true", "Commands:x:Risk=Change");
        var plan = await scene.ReadyAsync("change x");

        var verified = await scene.VerifyAsync(scene.Call("change", "x"), plan);

        Assert.False(verified.Holds);
        Assert.StartsWith("nobody saw it end well", verified.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destructive_command_raises_the_risk_of_its_plan()
    {
        await using var scene = new HostScene("Commands:x:Run:0=true", "Commands:x:Risk=Destructive", "Commands:y:Run:0=true", "Commands:y:Risk=Change");

        Assert.Equal(Risk.Destructive, (await scene.ReadyAsync("change x")).Risk);
        Assert.NotNull((await scene.ReadyAsync("change x")).CannotBeUndone);
        Assert.Equal(Risk.Change, (await scene.ReadyAsync("change y")).Risk);
        Assert.Contains("its risk is Destructive now", (await scene.ReadyAsync("change x")).DriftFrom(await scene.ReadyAsync("change y")));
    }

    [Fact]
    public async Task Looking_is_not_for_changes_and_changing_is_not_for_looks()
    {
        await using var scene = new HostScene(
            "Commands:x:Run:0=touch",
            "Commands:x:Run:1=FOLDER/touched",
            "Commands:x:Risk=Change",
            "Commands:y:Run:0=true",
            "Commands:y:Risk=Observe");

        Assert.False((await scene.ReadAsync("look x")).Healthy);
        Assert.False(File.Exists(Path.Combine(scene.Folder, "touched")));
        Assert.Equal("y only looks.", (await scene.RefusedAsync("change y")).Rule);
        Assert.Equal("app1: app1 has no command 'z'; there is: x, y.", (await scene.RefusedAsync("change z")).Rule);
    }

    [Fact]
    public async Task A_run_that_is_stopped_stops_what_it_runs()
    {
        await using var scene = new HostScene("Commands:x:Run:0=slow", "Commands:x:Risk=Change", "Environment:PATH=FOLDER/bin:/usr/bin:/bin");
        var programs = new RecordedPrograms(scene.Folder).With("slow", "exec sleep 300");
        using var stop = new CancellationTokenSource();
        var running = scene.ApplyAsync(scene.Call("change", "x"), await scene.ReadyAsync("change x"), stop.Token);
        await Eventually.TrueAsync(() => programs.Calls.Count == 1, "it runs");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
