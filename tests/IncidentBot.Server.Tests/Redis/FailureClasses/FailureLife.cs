using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>The three things that hold for every failure class: it is named, it can be ended, and then nothing of it is left.</summary>
internal static class FailureLife
{
    /// <summary>By name and in words, with commands that can be typed.</summary>
    /// <param name="byPing">False for what PING does not show.</param>
    public static async Task<ActionReport> DiagnosedAsync(this ActionRig rig, FailureClass expected, bool byPing = true)
    {
        var diagnosis = await rig.ReadAsync("diagnose");
        Assert.True(expected.Text().Name == diagnosis.FailureClass, diagnosis.Text());
        Assert.NotEmpty(diagnosis.Steps);
        Assert.NotEmpty(diagnosis.Next);
        diagnosis.AssertReadable(rig);

        var ping = await rig.ReadAsync("ping");
        Assert.True((byPing ? expected.Text().Name : null) == ping.FailureClass, ping.Text());
        ping.AssertReadable(rig);
        return diagnosis;
    }

    /// <summary>The suggestion is taken at its word: planned, applied, verified.</summary>
    public static async Task<string> DoAsync(this ActionRig rig, string typed)
    {
        var plan = await rig.ReadyAsync(typed);
        var applied = await rig.ApplyAsync(typed, plan);
        var summary = Assert.IsType<ApplyResult.Done>(applied).Summary;
        var verified = await rig.VerifyAsync(typed, plan);
        Assert.True(verified.Holds, verified.Answer);
        return summary;
    }

    /// <summary>What an incident is verified by passes, and the diagnosis finds nothing.</summary>
    public static async Task OverAsync(this ActionRig rig)
    {
        string last = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var checks = await rig.Verification.CheckAsync("primary", TestRedis.Token);
                last = string.Join("; ", checks.Select(check => $"{check.Name}: {check.Evidence}"));
                return checks.All(check => check.Passed);
            },
            $"the checks pass; last: {last}");
        var diagnosis = await rig.ReadAsync("diagnose");
        Assert.True(diagnosis is { FailureClass: null, Healthy: true }, diagnosis.Text());
    }
}
