using System.Text.RegularExpressions;

namespace IncidentBot.Demo;

/// <summary>
/// Two people at the local chat, what they see, and the steps that every incident takes. The first postcondition that does not
/// hold ends the play.
/// </summary>
internal sealed partial class Stage(ThrowawayRedis redis, BotProcess bot) : IDisposable
{
    public const string General = "general";

    private readonly Transcript transcript = new();

    public Visitor Ada { get; } = new(bot.Chat, "Ada");

    public Visitor Grace { get; } = new(bot.Chat, "Grace");

    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new DemoException(otherwise);
        }
    }

    public void Fact(string text) => transcript.Fact(text);

    public async Task SayAsync(Visitor who, string channel, string text, CancellationToken ct)
    {
        transcript.Typed(channel, who.Name, text);
        await who.TypeAsync(channel, text, ct);
    }

    public async Task PressAsync(Visitor who, ChatMessage message, string label, string seen, CancellationToken ct)
    {
        transcript.Typed(message.Channel, who.Name, seen);
        await who.PressAsync(message, label, ct);
    }

    public Task<ChatMessage> ReadAsync(Visitor who, string channel, string what, Func<ChatMessage, bool> fits, CancellationToken ct) =>
        who.WaitForAsync(channel, what, fits, transcript.Said, ct);

    /// <returns>The incident's own channel.</returns>
    public async Task<string> OpenAsync(string incident, string severityAndTitle, CancellationToken ct)
    {
        await SayAsync(Ada, General, $"/incident open {severityAndTitle}", ct);
        await ReadAsync(
            Ada,
            General,
            "the incident",
            message => message.Text.StartsWith($"{incident} {severityAndTitle[..2]} opened", StringComparison.Ordinal),
            ct);
        var page = await Ada.PageAsync(General, ct);
        return Channels().Matches(page).FirstOrDefault(channel => channel.Value.StartsWith($"{incident}-", StringComparison.OrdinalIgnoreCase))?.Value
            ?? throw new DemoException("The page lists no channel of the incident.");
    }

    /// <summary>Says why a queue that the assessment found in trouble does not hold up this incident.</summary>
    public async Task LeaveOutAsync(string channel, string queue, string reason, CancellationToken ct)
    {
        var check = new Regex($@"queue\.status {queue} on primary \((c\d+)\)");
        var found = await ReadAsync(Ada, channel, $"the check of {queue}", message => check.IsMatch(message.Text), ct);
        await SayAsync(Ada, channel, $"/incident uncheck {check.Match(found.Text).Groups[1].Value} {reason}", ct);
        await ReadAsync(
            Ada,
            channel,
            "that it is left out",
            message => message.Text.Contains($"no longer checked: queue.status {queue}", StringComparison.Ordinal),
            ct);
    }

    public async Task VerifyAsync(string channel, CancellationToken ct)
    {
        await SayAsync(Ada, channel, "/incident verify", ct);
        await ReadAsync(Ada, channel, "the checks", message => message.Text.Contains("Verifying → Monitoring", StringComparison.Ordinal), ct);
        await ReadAsync(Ada, channel, "the end of the soak", message => message.Text.Contains("Monitoring → Resolved", StringComparison.Ordinal), ct);
    }

    public async Task<ChatMessage> SummariseAsync(string incident, string channel, CancellationToken ct)
    {
        await SayAsync(Grace, channel, "/incident summary", ct);
        return await ReadAsync(
            Grace,
            channel,
            "the summary",
            message => message.Text.Contains("[e1", StringComparison.Ordinal) && message.Text.StartsWith($"{incident} summary", StringComparison.Ordinal),
            ct);
    }

    /// <returns>The audit's head, as the channel shows it.</returns>
    public async Task<string> CloseAsync(string channel, CancellationToken ct)
    {
        await SayAsync(Grace, channel, "/incident close", ct);
        var anchored = await ReadAsync(Grace, channel, "the anchor", message => Anchor().IsMatch(message.Text), ct);
        return Anchor().Match(anchored.Text).Value;
    }

    public async Task VerifyRecordAsync(string anchor, CancellationToken ct)
    {
        var (code, output) = await bot.RunAsync(["audit", "verify", "--anchor", anchor], ct);
        Fact($"audit verify --anchor {anchor}");
        Fact(output);
        Require(code == 0 && output.Contains("The chain is intact", StringComparison.Ordinal), $"audit verify ended with {code}");
    }

    /// <summary>Straight to the Redis, as the application would.</summary>
    public async Task<string> AskAsync(CancellationToken ct, params string[] command)
    {
        await using var wire = await redis.ConnectAsync(ct);
        return await wire.AskAsync(ct, command);
    }

    public void Dispose()
    {
        Ada.Dispose();
        Grace.Dispose();
    }

    [GeneratedRegex("inc-[0-9]+-[a-z0-9-]+")]
    private static partial Regex Channels();

    [GeneratedRegex(@"\b[0-9]+:[0-9a-f]{12,64}\b")]
    private static partial Regex Anchor();
}
