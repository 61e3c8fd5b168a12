using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Teams.Peers;

/// <summary>Microsoft's own client of the connector gets along with our fake Teams, also where it is refused.</summary>
public sealed class ConnectorClientTests
{
    [Fact]
    public async Task It_posts_replies_updates_deletes_begins_and_lists()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var teams = await FakeTeams.StartAsync();

        var seen = await NodePeer.AskAsync("teams-connector.mjs", new
        {
            serviceUrl = teams.ServiceUrl,
            token = teams.Issuer.Grant(),
            bot = FakeTeams.BotId,
            tenant = FakeTeams.Tenant,
            channel = FakeTeams.Channel,
            user = FakeTeams.Alice.Id,
        }, patience.Token);

        var thread = (string)seen["thread"]!["id"]!;
        Assert.StartsWith($"{FakeTeams.Channel};messageid=", thread, StringComparison.Ordinal);
        Assert.Equal(FakeTeams.PersonalChat(FakeTeams.Alice), (string?)seen["chat"]!["id"]);
        Assert.Equal(["Alice", "Bob"], seen["members"]!.AsArray().Select(member => (string)member!["name"]!));
        Assert.Equal(["Alice", "Bob"], seen["paged"]!["members"]!.AsArray().Select(member => (string)member!["name"]!));
        Assert.Equal(("ConversationNotFound", 404), ((string?)seen["nowhere"]!["code"], (int)seen["nowhere"]!["status"]!));
        Assert.Equal(404, (int)seen["gone"]!["status"]!);
        Assert.Equal(401, (int)seen["stranger"]!["status"]!);

        Assert.Equal(
            [(thread, "root", 0), (FakeTeams.PersonalChat(FakeTeams.Alice), "changed", 1), (thread, "a reply", 0)],
            teams.Messages.Select(message => (message.Conversation, message.Visible, message.Edits)));
        Assert.Equal((string?)seen["thread"]!["activityId"], teams.Messages[^1].ReplyTo);
    }
}
