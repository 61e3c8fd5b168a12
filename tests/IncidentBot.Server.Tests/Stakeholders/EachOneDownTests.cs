using IncidentBot.Chat.Local;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;
using IncidentBot.Webhooks;

namespace IncidentBot.Stakeholders;

/// <summary>Readers in Slack and in Teams, and an endpoint: whichever of them cannot be reached, the incident goes on and the others hear of its end.</summary>
public sealed class EachOneDownTests
{
    private const string Managers = "C0MANAGERS";

    [Theory]
    [InlineData("nothing")]
    [InlineData("Slack")]
    [InlineData("the channel in Slack")]
    [InlineData("Teams")]
    [InlineData("the endpoint")]
    public async Task Nobody_waits_for_whoever_is_away(string away)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var teams = await FakeTeams.StartAsync();
        await using var receiver = await Receiver.AnsweringAsync(away == "the endpoint" ? 500 : 200);
        slack.IsDown = away == "Slack";
        teams.IsDown = away == "Teams";
        if (away != "the channel in Slack")
        {
            slack.AddChannel(Managers);
        }

        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1",
            [
                .. slack.Settings.Concat(teams.Settings).Select(setting => $"{setting.Key}={setting.Value}"), "Local:Enabled=true",
                $"Stakeholders:slack:Channel=slack:{FakeSlack.Team}:{Managers}",
                $"Stakeholders:teams:Channel=teams:{FakeTeams.Tenant}:{FakeTeams.Channel}",
                "Stakeholders:here:Channel=local:local:managers",
                $"Webhooks:page:Url={receiver.Url}/hook", "Webhooks:page:AllowPrivate=true", $"Webhooks:page:Secrets={WebhookRig.Secret}",
            ]);
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Checkout fails");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident severity P1");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident cancel it was a test");

        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1  P1  CANCELLED");
        await bot.SeesAsync(LocalPeople.Grace, "managers", "INC-1 is cancelled: Checkout fails");
        if (away is not ("Slack" or "the channel in Slack"))
        {
            await new SlackRoom(slack, bot.Address).AllSeeInAsync(Managers, "INC-1 is cancelled: Checkout fails");
        }

        if (away != "Teams")
        {
            await new TeamsRoom(teams, bot.Address).AllSeeAsync("INC-1 is cancelled: Checkout fails");
        }

        await Eventually.TrueAsync(
            () => receiver.Told.Any(told => told.Body.Contains(WebhookTypes.Opened, StringComparison.Ordinal)), "the endpoint is told");
        if (away == "Slack")
        {
            slack.IsDown = false;
            await new SlackRoom(slack, bot.Address).AllSeeInAsync(Managers, "INC-1 P1 Cancelled: Checkout fails");
            await new SlackRoom(slack, bot.Address).AllSeeInAsync(Managers, "INC-1 is cancelled: Checkout fails");

            // What was said meanwhile waits for the card that it hangs on.
            var told = slack.Messages.Where(message => message.Channel == Managers).ToList();
            Assert.Equal([null, told[0].Ts, told[0].Ts], told.Select(message => message.ThreadTs));
        }
    }
}
