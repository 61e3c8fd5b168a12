using IncidentBot.Chat.Local;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.Stakeholders;

/// <summary>People who follow an incident on each platform, and are told alone.</summary>
public sealed class FollowBotTests
{
    [Fact]
    public async Task In_the_local_chat_whoever_follows_is_told_where_nobody_else_sees_it()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Checkout fails");
        await bot.SayAsync(LocalPeople.Grace, LocalChannels.General, "/incident follow INC-1");
        await bot.SeesAsync(LocalPeople.Grace, LocalChannels.General, "You follow INC-1");

        await bot.SayAsync(LocalPeople.Ada, channel, "/incident update half is back");

        var told = await bot.SeesAsync(LocalPeople.Grace, LocalChannels.General, "INC-1 status update: Checkout fails", "Ada: half is back");
        Assert.Equal(LocalPeople.Grace.Id, told.OnlyFor);
        Assert.DoesNotContain(await bot.ReadAsync(LocalPeople.Ada, LocalChannels.General), message => message.Id == told.Id);
    }

    [Fact]
    public async Task In_Slack_it_is_a_direct_message()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", SlackRoom.Settings(slack));
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Checkout fails");
        await people.AllSeeAsync("INC-1  P0");
        await people.TypeAsync(FakeSlack.Bob, "/incident follow INC-1");
        await people.AloneSeesAsync(FakeSlack.Bob, "You follow INC-1");

        await people.TypeAsync(FakeSlack.Alice, "/incident severity P1");
        await people.AllSeeInAsync(FakeSlack.Bob, "INC-1 is P1 now: Checkout fails", "Lowered from P0 by Alice.");
        await people.TypeAsync(FakeSlack.Bob, "/incident unfollow INC-1");
        await people.AloneSeesAsync(FakeSlack.Bob, "You follow INC-1 no more");
        await people.TypeAsync(FakeSlack.Alice, "/incident cancel it was a test");
        await people.AllSeeAsync("INC-1  P1  CANCELLED");

        Assert.Single(slack.Messages, message => message.Channel == FakeSlack.Bob);
    }

    [Fact]
    public async Task In_Teams_whoever_has_no_chat_with_the_bot_is_told_so_at_once()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1", [.. TeamsRoom.Settings(teams), "Local:Enabled=true", "Teams:Answers=Open"]);
        var people = new TeamsRoom(teams, bot.Address);
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Checkout fails");
        await people.TypeAsync(FakeTeams.Bob, "incident follow INC-1");
        await people.AnywhereAsync(
            "In Teams you can be told alone once you have a chat of your own with the bot: write help to it there.",
            "Then type /incident follow INC-1 again.");

        await people.TypeAsync(FakeTeams.Bob, "help", FakeTeams.PersonalChat(FakeTeams.Bob));
        await people.AloneSeesAsync(FakeTeams.Bob, "/incident");
        await people.TypeAsync(FakeTeams.Bob, "incident follow INC-1");
        await people.AnywhereAsync("You follow INC-1");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident cancel it was a test");

        await people.AloneSeesAsync(FakeTeams.Bob, "INC-1 is cancelled: Checkout fails", "Cancelled by Ada: it was a test");
    }
}
