using IncidentBot.Chat.Local;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.Stakeholders;

/// <summary>The whole bot, and readers on each platform who do not work on its incidents.</summary>
public sealed class StakeholderBotTests(PostgresServer postgres)
{
    private const string Managers = "C0MANAGERS";
    private const string InSlack = $"Stakeholders:managers:Channel=slack:{FakeSlack.Team}:{Managers}";

    [Fact]
    public async Task In_the_local_chat_they_have_one_card_and_below_it_what_they_must_know_and_of_a_private_one_nothing()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", "Stakeholders:managers:Channel=local:local:managers");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Checkout fails");
        await bot.SeesAsync(LocalPeople.Grace, "managers", "INC-1 P0", "Checkout fails");
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident open P0 private Keys have leaked");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "INC-2 opened, private");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident note chatter");
        await LiveAsync(line => bot.SayAsync(LocalPeople.Ada, channel, line));
        await bot.SeesAsync(LocalPeople.Grace, "managers", "INC-1 is cancelled");
        await bot.SeesAsync(LocalPeople.Grace, "managers", "INC-1 P1 Cancelled: Checkout fails");

        var told = await bot.ReadAsync(LocalPeople.Grace, "managers");

        Assert.Equal(
            [
                "INC-1 P1 Cancelled: Checkout fails", "INC-1 is P1 now: Checkout fails", "INC-1 status update: Checkout fails",
                "INC-1 is cancelled: Checkout fails",
            ],
            told.OrderBy(message => message.At).Select(message => message.Card.Title));
        var card = told.Single(message => message.Under is null);
        Assert.All(told.Where(message => message != card), message => Assert.Equal(card.Id, message.Under));
        Assert.All(told, message => Assert.Empty(message.Card.Buttons));
    }

    [Fact]
    public async Task In_Slack_it_is_one_message_with_its_thread_also_where_two_replicas_work_and_one_begins_anew()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.AddChannel(Managers);
        string[] settings =
        [
            .. SlackRoom.Settings(slack), InSlack, $"Storage:Postgres={await postgres.CreateDatabaseAsync()}",
            $"Audit:Key={Convert.ToBase64String(new byte[32])}",
        ];
        await using var here = await BotHost.StartAsync("redis://127.0.0.1:1", settings);
        await using (var there = await BotHost.StartAsync("redis://127.0.0.1:1", settings))
        {
            await new SlackRoom(slack, there.Address).TypeAsync(FakeSlack.Alice, "/incident open P0 Checkout fails");
            await new SlackRoom(slack, here.Address).AllSeeInAsync(Managers, "INC-1 P0", "Checkout fails");
            await new SlackRoom(slack, there.Address).TypeAsync(FakeSlack.Alice, "/incident severity P1");
            await new SlackRoom(slack, here.Address).AllSeeInAsync(Managers, "INC-1 is P1 now");
        }

        await using var anew = await BotHost.StartAsync("redis://127.0.0.1:1", settings);
        var people = new SlackRoom(slack, anew.Address);
        await people.TypeAsync(FakeSlack.Bob, "/incident update half is back");
        await people.AllSeeInAsync(Managers, "INC-1 status update", "Bob: half is back");
        await people.TypeAsync(FakeSlack.Bob, "/incident cancel it was a test");
        await people.AllSeeInAsync(Managers, "INC-1 is cancelled");
        await people.AllSeeInAsync(Managers, "INC-1 P1 Cancelled: Checkout fails");

        var told = slack.Messages.Where(message => message.Channel == Managers).ToList();
        Assert.Equal(4, told.Count);
        Assert.Equal([null, told[0].Ts, told[0].Ts, told[0].Ts], told.Select(message => message.ThreadTs));
        Assert.All(told, message => Assert.Empty(message.Buttons));
    }

    [Fact]
    public async Task In_Teams_it_is_one_thread()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1",
            [.. TeamsRoom.Settings(teams), "Local:Enabled=true", $"Stakeholders:managers:Channel=teams:{FakeTeams.Tenant}:{FakeTeams.Channel}"]);
        var readers = new TeamsRoom(teams, bot.Address);
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Checkout fails");
        await readers.AllSeeAsync("INC-1 P0", "Checkout fails");
        await LiveAsync(line => bot.SayAsync(LocalPeople.Ada, channel, line));
        await readers.AllSeeAsync("INC-1 is cancelled: Checkout fails");
        await readers.AllSeeAsync("INC-1 P1 Cancelled: Checkout fails");

        var told = teams.Messages;
        Assert.Equal(4, told.Count);
        Assert.All(told, message => Assert.Equal($"{FakeTeams.Channel};messageid={told[0].Id}", message.Conversation));
        Assert.All(told, message => Assert.Empty(message.Actions));
    }

    [Fact]
    public async Task A_channel_on_a_platform_that_is_off_stops_the_start_with_a_sentence()
    {
        await using var app = Bot.Build(["--Storage:Sqlite=:memory:", $"--Audit:Key={new string('7', 64)}", $"--{InSlack}"]);

        Assert.Equal(
            ["Stakeholders:managers:Channel is in slack, which is not switched on. Expected a channel of local."],
            Settings.SettingsServices.FaultsOfSettings(app.Services));
    }

    /// <summary>From the opening to the end, each step when the one before it has been taken.</summary>
    private static async Task LiveAsync(Func<string, Task> sayAsync)
    {
        await sayAsync("/incident severity P1");
        await sayAsync("/incident update half is back");
        await sayAsync("/incident cancel it was a test");
    }
}
