using IncidentBot.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Support;

/// <summary>Alice and Bob in a channel of the fake Slack, talking to a bot; both may respond and approve.</summary>
internal sealed class SlackRoom(FakeSlack slack, Uri bot)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static readonly string[] People =
    [
        "People:0:Id=alice", "People:0:Name=Alice",
        $"People:0:Accounts:0=slack:{FakeSlack.Team}:{FakeSlack.Alice}", "People:0:Permissions:0=Respond",
        "People:0:Permissions:1=Approve",
        "People:1:Id=bob", "People:1:Name=Bob", $"People:1:Accounts:0=slack:{FakeSlack.Team}:{FakeSlack.Bob}",
        "People:1:Permissions:0=Respond", "People:1:Permissions:1=Approve",
    ];

    public Uri Commands => new(bot, "/slack/commands");

    public Uri Interactions => new(bot, "/slack/interactions");

    /// <summary>Give these to the bot. Incidents stay in the one channel; a test about rooms says otherwise.</summary>
    public static string[] Settings(
        FakeSlack slack) => [.. slack.Settings.Select(setting => $"{setting.Key}={setting.Value}"), .. People, "Slack:Rooms:Enabled=false"];

    /// <summary>Every incident gets a channel of its own.</summary>
    public static string[] WithRooms(
        FakeSlack slack) => [.. slack.Settings.Select(setting => $"{setting.Key}={setting.Value}"), .. People, "Slack:Rooms:ArchiveAfter=00:00:00"];

    public Task TypeAsync(string user, string line, string channel = FakeSlack.Channel) =>
        TakenAsync(async ct => (await slack.Sender.TypeAsync(bot, line, ct, user, channel)).Status);

    public Task PressAsync(string user, FakeSlackMessage message, string label) =>
        TakenAsync(async ct => (await slack.Sender.PressAsync(bot, message, label, ct, user)).Status);

    /// <summary>
    /// Sends it again where the bot could not store it in the time that Slack gives, on a machine that is kept busy: nothing was done then,
    /// and a person would type again.
    /// </summary>
    private static async Task TakenAsync(Func<CancellationToken, Task<int>> sendAsync)
    {
        var status = 0;
        await Eventually.TrueAsync(
            async () => (status = await sendAsync(TestContext.Current.CancellationToken)) != StatusCodes.Status503ServiceUnavailable,
            "the bot stores what was sent");
        Assert.Equal(StatusCodes.Status200OK, status);
    }

    /// <summary>Presses Approve, reads the plan, ticks the box and sends the form off.</summary>
    public Task ApproveAsync(string user, FakeSlackMessage message) => FillInAsync(user, message, "Approve");

    /// <summary>Presses a button that opens a form, and sends that off with no more than it needs.</summary>
    public async Task FillInAsync(string user, FakeSlackMessage message, string label)
    {
        var before = slack.Views.Opened.Count;
        await PressAsync(user, message, label);
        Assert.Equal(before + 1, slack.Views.Opened.Count);
        Assert.Equal(200, await SendAsync(slack.Sender.Submit(slack.Views.Opened[^1], new() { ["read"] = "yes" }, user), Interactions));
    }

    public Task<int> SendAsync(FakeSlackRequest request) => SendAsync(request, Commands);

    public async Task<int> SendAsync(FakeSlackRequest request, Uri to) =>
        (await slack.Sender.SendAsync(request, to, TestContext.Current.CancellationToken)).Status;

    /// <summary>Waits for a message that everyone can see and that holds all of these.</summary>
    public Task<FakeSlackMessage> AllSeeAsync(params string[] texts) => WaitAsync(null, null, texts);

    public Task<FakeSlackMessage> AllSeeInAsync(string channel, params string[] texts) => WaitAsync(null, channel, texts);

    /// <summary>Waits for a message that this person alone can see and that holds all of these.</summary>
    public Task<FakeSlackMessage> AloneSeesAsync(string user, params string[] texts) => WaitAsync(user, null, texts);

    private async Task<FakeSlackMessage> WaitAsync(string? onlyFor, string? channel, string[] texts)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await slack.WaitForAsync(message => message.OnlyFor == onlyFor
                && (channel is null || message.Channel == channel)
                && texts.All(text => message.Visible.Contains(text, StringComparison.Ordinal)), limit.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            var there = string.Join("\n---\n", slack.Messages.Select(message => $"({message.OnlyFor ?? "all"} in {message.Channel}) {message.Visible}"));
            Assert.Fail($"{onlyFor ?? "Everyone"} does not see '{string.Join("' and '", texts)}'. What was there:\n{there}");
            throw;
        }
    }
}
