using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>Real failovers: asked for, and provoked by the death of the master.</summary>
public sealed class FailoverTests
{
    [Fact]
    public async Task It_is_planned_in_bytes_asked_for_followed_and_verified()
    {
        await using var group = await SentinelGroup.StartAsync();
        await using var rig = new ActionRig(group.Master.Url, group.Settings);
        await group.Master.AskAsync("SET", "before", "1");
        await Eventually.TrueAsync(
            async () => (await group.Replicas[0].AskAsync("EXISTS", "before")).AsLong() + (await group.Replicas[1].AskAsync("EXISTS", "before")).AsLong() == 2,
            "both have the key");

        var plan = await rig.ReadyAsync("failover");

        Assert.Matches($@"^Would have the sentinels promote a replica of primary: 127\.0\.0\.1:({group.Replicas[0].Port}"
            + $@"|{group.Replicas[1].Port}) by what they know now, instead of 127\.0\.0\.1:{group.Master.Port}\.$", plan.Summary);
        Assert.Equal("under 1 MB", plan.Pins["bytes at stake"]);
        Assert.Matches(@"^acknowledged writes that the winner does not have are lost: \d+ B now\.$", plan.CannotBeUndone);
        Assert.Contains("3 of 3 sentinels answer and agree; quorum of 2 is there.", plan.Notes);
        Assert.Contains(plan.Notes, note => note.EndsWith("would win", StringComparison.Ordinal));

        var progress = new SeenProgress();
        var done = Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync("failover", plan, progress));

        Assert.EndsWith(
            $"; 127.0.0.1:{group.Master.Port} was. Applications that do not ask sentinels need its address.",
            done.Summary,
            StringComparison.Ordinal);
        Assert.Contains(progress.Seen, seen => seen.Text.Contains("sentinels still name", StringComparison.Ordinal));
        var winner = Assert.Single(group.Replicas, replica => done.Summary.StartsWith($"127.0.0.1:{replica.Port} is the master now", StringComparison.Ordinal));
        Assert.Equal("master", (await winner.AskAsync("ROLE")).AsItems()[0].AsString());
        Assert.Equal("1", (await winner.AskAsync("GET", "before")).AsString());
        var verified = await rig.VerifyAsync("failover", plan);
        Assert.True(verified.Holds, verified.Answer);
        Assert.Equal(
            $"all 3 sentinels that answer name 127.0.0.1:{winner.Port}; it is the master and took a test write; 127.0.0.1:{group.Master.Port} follows it",
            verified.Answer);

        // The plan is about a master that no longer is one.
        Assert.NotEmpty((await ReadyAgainAsync(rig, group)).DriftFrom(plan));
        Assert.Contains(
            (await rig.ReadAsync("sentinels")).Evidence,
            line => line == $"The URL of primary leads to 127.0.0.1:{group.Master.Port}, which is not the master that they name.");
        Assert.Contains((await rig.ReadAsync("diagnose")).Next, next => next.Command == "/redis sentinels on primary");
    }

    [Fact]
    public async Task The_death_of_the_master_is_named_followed_and_over_when_all_agree()
    {
        await using var group = await SentinelGroup.StartAsync();
        await using var rig = new ActionRig(group.Master.Url, group.Settings);
        var before = await rig.ReadyAsync("failover");

        await group.Master.KillAsync();

        var diagnosis = await rig.ReadAsync("diagnose");
        Assert.Equal("REFUSED", diagnosis.FailureClass);
        Assert.Contains(diagnosis.Next, next => next.Command == "/redis sentinels on primary");
        var seen = new List<string>();
        await Eventually.TrueAsync(async () =>
        {
            var report = await rig.ReadAsync("sentinels");
            report.AssertReadable(rig);
            seen.Add(report.Answer);
            return report.Healthy;
        }, "the sentinels have failed over");

        Assert.Contains(seen, answer => answer.Contains($"127.0.0.1:{group.Master.Port}", StringComparison.Ordinal));
        Assert.Matches(@"^primary: All 3 sentinels name 127\.0\.0\.1:\d+, which is the master; quorum is there$", seen[^1]);
        Assert.DoesNotContain($":{group.Master.Port},", seen[^1], StringComparison.Ordinal);
        var verified = await rig.VerifyAsync("failover", before);
        Assert.True(verified.Holds, verified.Answer);
        Assert.Contains($"127.0.0.1:{group.Master.Port} does not answer: once it is back", verified.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resumed_old_master_is_a_second_master_and_is_called_that()
    {
        await using var group = await SentinelGroup.StartAsync();
        await using var rig = new ActionRig(group.Master.Url, group.Settings);
        group.Master.Pause();
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("sentinels")).Healthy is false && (await group.Sentinels[0].AskAsync(
            "GET-MASTER-ADDR-BY-NAME",
            SentinelGroup.Name)).ToString().Contains($"{group.Master.Port}", StringComparison.Ordinal) is false, "the sentinels have failed over");

        Assert.Equal("HUNG", (await rig.ReadAsync("diagnose")).FailureClass);
        foreach (var sentinel in group.Sentinels)
        {
            // So that nobody demotes it before it is looked at.
            sentinel.Pause();
        }

        group.Master.Resume();
        group.Sentinels[0].Resume();
        await using var one = new ActionRig(group.Master.Url, [.. group.Settings.Where(
            setting => !setting.Contains("Sentinels:1", StringComparison.Ordinal) && !setting.Contains("Sentinels:2", StringComparison.Ordinal))]);
        var report = await one.ReadAsync("sentinels");

        Assert.Equal("SPLIT", report.FailureClass);
        Assert.StartsWith("primary: 2 servers say that they are the master: ", report.Answer, StringComparison.Ordinal);
        report.AssertReadable(one);
    }

    [Fact]
    public async Task Without_a_majority_or_a_replica_it_is_refused()
    {
        await using var group = await SentinelGroup.StartAsync();
        await using var rig = new ActionRig(group.Master.Url, group.Settings);
        await Task.WhenAll(group.Replicas.Select(replica => replica.KillAsync()));
        await Eventually.TrueAsync(async () => (await rig.PlanAsync("failover")) is PlanResult.Refused, "the sentinels see that no replica is left");

        Assert.StartsWith(
            $"No replica of 127.0.0.1:{group.Master.Port} could be promoted",
            Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("failover")).Rule,
            StringComparison.Ordinal);

        await group.Sentinels[1].KillAsync();
        await group.Sentinels[2].KillAsync();
        Assert.Equal("Only 1 of 3 sentinels answer, which is no majority.", Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("failover")).Rule);
        await group.Sentinels[0].KillAsync();
        Assert.Equal("primary: None of 3 sentinels answers", (await rig.ReadAsync("sentinels")).Answer);
    }

    private static async Task<ActionPlan> ReadyAgainAsync(ActionRig rig, SentinelGroup group)
    {
        await group.KnowEachOtherAsync();
        return await rig.ReadyAsync("failover");
    }
}
