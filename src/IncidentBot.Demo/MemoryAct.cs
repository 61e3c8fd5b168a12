using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Demo;

/// <summary>Writes are refused, because a cache has filled the memory: it is found, cleared with a second person's approval, and verified.</summary>
internal sealed partial class MemoryAct(Stage stage, Outage outage)
{
    private const string Incident = "INC-1";

    public async Task PlayAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        Transcript.Chapter("An incident is opened");
        var channel = await stage.OpenAsync(Incident, "P0 Publishing is stuck, writes to Redis fail", ct);
        await AssessAsync(channel, ct);
        await MitigateAsync(channel, ct);
        Transcript.Chapter("What else was seen: it counts until a person says why it does not");
        await stage.LeaveOutAsync(channel, "emails", "it is the next outage of this demo", ct);
        await stage.LeaveOutAsync(channel, "publishing", "its workers start again with the next deployment", ct);
        Transcript.Chapter("Verification, and a short soak");
        await stage.VerifyAsync(channel, ct);
        Transcript.Chapter("What managers read");
        var summary = await stage.SummariseAsync(Incident, channel, ct);
        Stage.Require(summary.Text.Contains("Grace", StringComparison.Ordinal), "the summary should say who approved");
        await stage.CloseAsync(channel, ct);
    }

    private async Task FindAsync(CancellationToken ct)
    {
        Transcript.Chapter("Something is wrong");
        var refusal = await WriteAsync(ct);
        Stage.Require(refusal.StartsWith("OOM", StringComparison.Ordinal), $"a write should be refused with OOM, and got: {refusal}");
        stage.Fact($"The application cannot write: {refusal}");

        await stage.SayAsync(stage.Ada, Stage.General, "/redis ping", ct);
        await stage.ReadAsync(stage.Ada, Stage.General, "PONG", message => message.Text.Contains("PONG in", StringComparison.Ordinal), ct);
    }

    private async Task AssessAsync(string channel, CancellationToken ct)
    {
        Transcript.Chapter("Assessment");
        await stage.SayAsync(stage.Grace, channel, "/incident ack", ct);
        await stage.SayAsync(stage.Ada, channel, "/incident assess", ct);
        var finding = await stage.ReadAsync(stage.Ada, channel, "the finding", message => message.Text.Contains("exhausted", StringComparison.Ordinal)
            && message.Text.Contains("rl:*", StringComparison.Ordinal)
            && !message.Text.StartsWith($"{Incident}  ", StringComparison.Ordinal), ct);
        Stage.Require(Bytes().IsMatch(finding.Text), "the finding should name the bytes that rl:* takes");
    }

    private async Task MitigateAsync(string channel, CancellationToken ct)
    {
        var (ada, grace) = (stage.Ada, stage.Grace);
        Transcript.Chapter("Mitigation: planned, approved by a second person, applied, verified");
        await stage.ReadAsync(
            ada,
            channel,
            "the assessing state",
            message => message.Text.Contains($"{Incident}  P0  ASSESSING", StringComparison.Ordinal),
            ct);
        await stage.SayAsync(ada, channel, "/incident mitigate", ct);
        await stage.SayAsync(ada, channel, "/redis clear-cache rl:*", ct);
        var plan = await stage.ReadAsync(
            ada,
            channel,
            "the plan",
            message => message.Text.StartsWith("R-1 ", StringComparison.Ordinal) && message.Text.Contains("WAITS FOR APPROVAL", StringComparison.Ordinal),
            ct);
        var planned = double.Parse(PlannedKeys().Match(plan.Text).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Stage.Require(Math.Abs(planned - outage.RateLimits) < outage.RateLimits * 0.02, $"the plan says {planned:N0} keys, there are {outage.RateLimits:N0}");

        await stage.PressAsync(ada, plan, "Approve", "presses Approve on her own plan", ct);
        await stage.ReadAsync(
            ada,
            channel,
            "the refusal of the requester",
            message => message.Text.Contains("takes a second person", StringComparison.Ordinal),
            ct);

        await stage.PressAsync(grace, plan, "Approve", "presses Approve", ct);
        await stage.ReadAsync(
            grace,
            channel,
            "the progress",
            message => message.Id == plan.Id && message.Text.Contains("keys unlinked", StringComparison.Ordinal),
            ct);
        await stage.ReadAsync(ada, channel, "the outcome", message => message.Id == plan.Id
            && message.Text.Contains("SUCCEEDED", StringComparison.Ordinal)
            && message.Text.Contains("a test write is accepted", StringComparison.Ordinal), ct);

        var accepted = await WriteAsync(ct);
        Stage.Require(accepted == "OK", $"a write should be accepted now, and got: {accepted}");
        Stage.Require(await stage.AskAsync(ct, "LLEN", "bull:publishing:wait") == $"{outage.Jobs}", "no job of the queue should be missing");
        stage.Fact($"The application can write again, and all {outage.Jobs:N0} jobs are still in the queue.");
    }

    /// <summary>What the application would do: a small write.</summary>
    private Task<string> WriteAsync(CancellationToken ct) => stage.AskAsync(ct, "SET", "app:last-publish", new string('x', 4096));

    [GeneratedRegex(@"\d+(\.\d)? (MB|KB|GB)")]
    private static partial Regex Bytes();

    [GeneratedRegex("about ([0-9,]+) keys")]
    private static partial Regex PlannedKeys();
}
