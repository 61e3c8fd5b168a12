using IncidentBot.Chat.Local;
using IncidentBot.Http;
using IncidentBot.Incidents;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>A call that nobody answered: in doubt, said so, waited for by the verification, ended by a person's word.</summary>
public sealed class LostAnswerTests
{
    [Theory]
    [InlineData(true, "did not answer within")]
    [InlineData(false, "closed the connection without an answer")]
    public async Task The_incident_is_not_verified_before_somebody_says_how_it_ended(bool hangs, string words)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var service = await FakeService.StartAsync();
        service.Answer = async context =>
        {
            if (hangs)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            context.Abort();
        };
        await using var bot = await BotHost.StartAsync(
            redis.Url,
            "Incidents:LookEvery=00:00:00.3",
            $"Http:api:BaseUrl={service.Address}/v1/",
            "Http:api:Endpoints:retry:Method=POST",
            "Http:api:Endpoints:retry:Path=retry",
            "Http:api:Endpoints:retry:Anonymous=true",
            "Http:api:Endpoints:retry:Risk=Change",
            "Http:api:Endpoints:retry:Help=Puts stalled jobs back.",
            "Http:api:Endpoints:retry:TimeLimit=00:00:01");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Orders are late");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, channel, "/http call retry");
        await bot.PressAsync(LocalPeople.Ada, await bot.SeesAsync(LocalPeople.Ada, channel, "R-1  /http call retry", "WAITS FOR"), "Confirm");

        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1 outcome unknown: POST", words, "it was not sent again", "/run settle R-1", "[Check]");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1  /http call retry", "OUTCOME UNKNOWN");
        await bot.SayAsync(LocalPeople.Ada, channel, "/run check R-1");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1 is not shown to be done: how retry was answered is not known");

        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(
            LocalPeople.Ada,
            channel,
            "Verifying → Mitigating",
            "All other checks pass. Nobody knows how R-1 /http call retry on api ended",
            "Then type /incident verify INC-1.");
        Assert.Equal(IncidentState.Mitigating, (await bot.IncidentAsync(1)).State);

        await bot.SayAsync(LocalPeople.Ada, channel, "/run settle R-1 worked the service has put them back, its log says");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1  /http call retry", "SUCCEEDED", "closed by Ada, who says that it worked");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 can be verified again", "R-1 is no longer waited for");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
        Assert.Single(service.Requests, request => request.Method == "POST");
    }
}
