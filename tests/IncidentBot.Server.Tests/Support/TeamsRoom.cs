using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Support;

/// <summary>Alice and Bob in a channel of the fake Teams, talking to a bot; both may respond and approve.</summary>
internal sealed class TeamsRoom(FakeTeams teams, Uri bot)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static readonly string[] People =
    [
        "People:0:Id=alice", "People:0:Name=Alice",
        $"People:0:Accounts:0=teams:{FakeTeams.Tenant}:{FakeTeams.Alice.AadObjectId}", "People:0:Permissions:0=Respond",
        "People:0:Permissions:1=Approve",
        "People:1:Id=bob", "People:1:Name=Bob",
        $"People:1:Accounts:0=teams:{FakeTeams.Tenant}:{FakeTeams.Bob.AadObjectId}",
        "People:1:Permissions:0=Respond", "People:1:Permissions:1=Approve",
    ];

    /// <summary>Give these to the bot. A living card is updated more often here than Teams would let it.</summary>
    public static string[] Settings(FakeTeams teams) =>
        [.. teams.Settings.Select(setting => $"{setting.Key}={setting.Value}"), "Teams:Limits:0:Messages=10000", "Teams:Limits:0:Per=00:00:01", .. People];

    /// <param name="conversation">Null: a new thread of the channel.</param>
    public async Task TypeAsync(FakeTeamsUser user, string line, string? conversation = null) =>
        Assert.Equal(200, await SendAsync(teams.Sender.Message(line, user, conversation)));

    public async Task PressAsync(FakeTeamsUser user, FakeTeamsMessage message, string label, JsonObject? entered = null)
    {
        var ack = await teams.Sender.PressAsync(bot, message, label, user, TestContext.Current.CancellationToken, entered);
        Assert.Equal(200, ack.Status);
        Assert.DoesNotContain("error", ack.Body, StringComparison.Ordinal);
    }

    public async Task<int> SendAsync(JsonObject activity, string? authorization = null) =>
        (await teams.Sender.SendAsync(activity, bot, TestContext.Current.CancellationToken, authorization)).Status;

    /// <summary>Waits for a message in the channel that everyone can see and that holds all of these.</summary>
    public Task<FakeTeamsMessage> AllSeeAsync(params string[] texts) =>
        WaitAsync("Everyone", message => message.OnlyFor is null && message.Conversation.StartsWith(FakeTeams.Channel, StringComparison.Ordinal), texts);

    /// <summary>Waits for a message that holds all of these, wherever it is.</summary>
    public Task<FakeTeamsMessage> AnywhereAsync(params string[] texts) => WaitAsync("Somebody", _ => true, texts);

    /// <summary>Waits for a message that this person alone can see and that holds all of these.</summary>
    public Task<FakeTeamsMessage> AloneSeesAsync(FakeTeamsUser user, params string[] texts) =>
        WaitAsync(user.Name, message => message.OnlyFor == user.Id || message.Conversation == FakeTeams.PersonalChat(user), texts);

    private async Task<FakeTeamsMessage> WaitAsync(string who, Func<FakeTeamsMessage, bool> sees, string[] texts)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await teams.WaitForAsync(
                message => sees(message) && texts.All(text => message.Visible.Contains(text, StringComparison.Ordinal)),
                limit.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            var there = string.Join("\n---\n", teams.Messages.Select(message => $"({message.Conversation} {message.OnlyFor}) {message.Visible}"));
            Assert.Fail($"{who} does not see '{string.Join("' and '", texts)}'. What was there:\n{there}");
            throw;
        }
    }
}
