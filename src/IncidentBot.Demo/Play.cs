using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Demo;

/// <summary>
/// The whole outage from the first ping to the closed incident, by two people at the local chat. Every step has a
/// postcondition; the first that does not hold ends the play.
/// </summary>
internal sealed partial class Play(ThrowawayRedis redis, Outage outage, BotProcess bot) : IDisposable
{
    private const string General = "general";

    private readonly Transcript transcript = new();
    private readonly Visitor ada = new(bot.Address, "Ada");
    private readonly Visitor grace = new(bot.Address, "Grace");

    /// <returns>True when every postcondition held.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        try
        {
            await FindTheOutageAsync(ct);
            var channel = await OpenAsync(ct);
            await AssessAsync(channel, ct);
            await MitigateAsync(channel, ct);
            await VerifyAsync(channel, ct);
            await SummariseAsync(channel, ct);
            await AuditAsync(channel, ct);
            Transcript.Chapter("Every step's postcondition held.");
            return true;
        }
        catch (DemoException e)
        {
            Transcript.Chapter($"NOT as it should be: {e.Message}");
            return false;
        }
    }

    public void Dispose()
    {
        ada.Dispose();
        grace.Dispose();
    }

    private async Task FindTheOutageAsync(CancellationToken ct)
    {
        Transcript.Chapter("Something is wrong");
        var refusal = await WriteAsync(ct);
        Require(refusal.StartsWith("OOM", StringComparison.Ordinal), $"a write should be refused with OOM, and got: {refusal}");
        transcript.Fact($"The application cannot write: {refusal}");

        await SayAsync(ada, General, "/redis ping", ct);
        await ReadAsync(ada, General, "PONG", message => message.Text.Contains("PONG in", StringComparison.Ordinal), ct);
    }

    private async Task<string> OpenAsync(CancellationToken ct)
    {
        Transcript.Chapter("An incident is opened");
        await SayAsync(ada, General, "/incident open P0 Publishing is stuck, writes to Redis fail", ct);
        await ReadAsync(ada, General, "the incident", message => message.Text.StartsWith("INC-1 P0 opened", StringComparison.Ordinal), ct);
        var page = await ada.PageAsync(General, ct);
        return IncidentChannel().Match(page) is { Success: true } found ? found.Value : throw new DemoException("The page lists no channel of the incident.");
    }

    private async Task AssessAsync(string channel, CancellationToken ct)
    {
        Transcript.Chapter("Assessment");
        await SayAsync(grace, channel, "/incident ack", ct);
        await SayAsync(ada, channel, "/incident assess", ct);
        var finding = await ReadAsync(ada, channel, "the finding", message => message.Text.Contains("memory exhausted", StringComparison.OrdinalIgnoreCase) && message.Text.Contains("rl:*", StringComparison.Ordinal) && !message.Text.StartsWith("INC-1  ", StringComparison.Ordinal), ct);
        Require(Bytes().IsMatch(finding.Text), "the finding should name the bytes that rl:* takes");
    }

    private async Task MitigateAsync(string channel, CancellationToken ct)
    {
        Transcript.Chapter("Mitigation: planned, approved by a second person, applied, verified");
        await ReadAsync(ada, channel, "the assessing state", message => message.Text.Contains("INC-1  P0  ASSESSING", StringComparison.Ordinal), ct);
        await SayAsync(ada, channel, "/incident mitigate", ct);
        await SayAsync(ada, channel, "/redis clear-cache rl:*", ct);
        var plan = await ReadAsync(ada, channel, "the plan", message => message.Text.StartsWith("R-1 ", StringComparison.Ordinal) && message.Text.Contains("WAITS FOR APPROVAL", StringComparison.Ordinal), ct);
        var planned = double.Parse(PlannedKeys().Match(plan.Text).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Require(Math.Abs(planned - outage.RateLimits) < outage.RateLimits * 0.02, $"the plan says {planned:N0} keys, there are {outage.RateLimits:N0}");

        transcript.Typed(channel, "Ada", "presses Approve on her own plan");
        await ada.PressAsync(plan, "Approve", ct);
        await ReadAsync(ada, channel, "the refusal of the requester", message => message.Text.Contains("takes a second person", StringComparison.Ordinal), ct);

        transcript.Typed(channel, "Grace", "presses Approve");
        await grace.PressAsync(plan, "Approve", ct);
        await ReadAsync(grace, channel, "the progress", message => message.Id == plan.Id && message.Text.Contains("keys unlinked", StringComparison.Ordinal), ct);
        await ReadAsync(ada, channel, "the outcome", message => message.Id == plan.Id && message.Text.Contains("SUCCEEDED", StringComparison.Ordinal) && message.Text.Contains("a test write is accepted", StringComparison.Ordinal), ct);

        var accepted = await WriteAsync(ct);
        Require(accepted == "OK", $"a write should be accepted now, and got: {accepted}");
        Require(await AskAsync(ct, "LLEN", "bull:publishing:wait") == $"{outage.Jobs}", "no job of the queue should be missing");
        transcript.Fact($"The application can write again, and all {outage.Jobs:N0} jobs are still in the queue.");
    }

    private async Task VerifyAsync(string channel, CancellationToken ct)
    {
        Transcript.Chapter("Verification, and a short soak");
        await SayAsync(ada, channel, "/incident verify", ct);
        await ReadAsync(ada, channel, "the checks", message => message.Text.Contains("Verifying → Monitoring", StringComparison.Ordinal), ct);
        await ReadAsync(ada, channel, "the end of the soak", message => message.Text.Contains("Monitoring → Resolved", StringComparison.Ordinal), ct);
    }

    private async Task SummariseAsync(string channel, CancellationToken ct)
    {
        Transcript.Chapter("What managers read");
        await SayAsync(grace, channel, "/incident summary", ct);
        var summary = await ReadAsync(grace, channel, "the summary", message => message.Text.Contains("[e1", StringComparison.Ordinal) && message.Text.Contains("INC-1", StringComparison.Ordinal), ct);
        Require(summary.Text.Contains("Grace", StringComparison.Ordinal), "the summary should say who approved");
    }

    private async Task AuditAsync(string channel, CancellationToken ct)
    {
        Transcript.Chapter("The record");
        await SayAsync(grace, channel, "/incident close", ct);
        var anchored = await ReadAsync(grace, channel, "the anchor", message => Anchor().IsMatch(message.Text), ct);
        var anchor = Anchor().Match(anchored.Text).Value;
        var (code, output) = await bot.RunAsync(["audit", "verify", "--anchor", anchor], ct);
        transcript.Fact($"audit verify --anchor {anchor}");
        transcript.Fact(output);
        Require(code == 0 && output.Contains("The chain is intact", StringComparison.Ordinal), $"audit verify ended with {code}");
    }

    private async Task SayAsync(Visitor who, string channel, string text, CancellationToken ct)
    {
        transcript.Typed(channel, who.Name, text);
        await who.TypeAsync(channel, text, ct);
    }

    private Task<ChatMessage> ReadAsync(Visitor who, string channel, string what, Func<ChatMessage, bool> fits, CancellationToken ct) =>
        who.WaitForAsync(channel, what, fits, transcript.Said, ct);

    /// <summary>What the application would do: a small write.</summary>
    private Task<string> WriteAsync(CancellationToken ct) => AskAsync(ct, "SET", "app:last-publish", new string('x', 4096));

    private async Task<string> AskAsync(CancellationToken ct, params string[] command)
    {
        await using var wire = await redis.ConnectAsync(ct);
        return await wire.AskAsync(ct, command);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new DemoException(otherwise);
        }
    }

    [GeneratedRegex("inc-1-[a-z0-9-]+")]
    private static partial Regex IncidentChannel();

    [GeneratedRegex(@"\d+(\.\d)? (MB|KB|GB)")]
    private static partial Regex Bytes();

    [GeneratedRegex("about ([0-9,]+) keys")]
    private static partial Regex PlannedKeys();

    [GeneratedRegex(@"\b[0-9]+:[0-9a-f]{12,64}\b")]
    private static partial Regex Anchor();
}
