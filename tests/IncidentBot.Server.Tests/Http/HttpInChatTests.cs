using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Support;

namespace IncidentBot.Http;

/// <summary>A configured request as people use it: typed, planned, confirmed or approved, sent once, verified.</summary>
public sealed class HttpInChatTests
{
    [Fact]
    public async Task A_change_is_confirmed_and_what_destroys_takes_a_second_person()
    {
        await using var service = await FakeService.StartAsync();
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", Settings(service));
        const string Channel = LocalChannels.General;

        await bot.SayAsync(LocalPeople.Ada, Channel, "/http check health");
        await bot.SeesAsync(LocalPeople.Ada, Channel, "api health: 200 OK in", "status  ok");

        await bot.SayAsync(LocalPeople.Ada, Channel, "/http call retry-stalled");
        var card = await bot.SeesAsync(
            LocalPeople.Ada,
            Channel,
            "R-1  /http call retry-stalled on api",
            "WAITS FOR",
            $"Would send POST {service.Address}/v1/retry once.");
        Assert.All(service.Requests, request => Assert.Equal("GET", request.Method));
        await bot.PressAsync(LocalPeople.Ada, card, card.Card.Buttons[0].Label);
        await bot.SeesAsync(LocalPeople.Ada, Channel, "R-1  /http call", "SUCCEEDED", "retry-stalled answered 200 OK", "Verified: health answers 200 OK");
        Assert.Single(service.Requests, request => request.Method == "POST");

        await bot.SayAsync(LocalPeople.Ada, Channel, "/http call purge before=2026-11-22T10:15:00Z");
        var plan = await bot.SeesAsync(LocalPeople.Ada, Channel, "R-2  /http call purge", "WAITS FOR APPROVAL", "Destructive");
        var approve = plan.Card.Buttons[0];
        Assert.Equal("Approve", approve.Label);
        await bot.PressAsync(LocalPeople.Ada, plan, "Approve");
        await bot.SeesAsync(LocalPeople.Ada, Channel, "second person");
        Assert.DoesNotContain(service.Requests, request => request.Method == "DELETE");
        await bot.PressAsync(LocalPeople.Grace, plan, "Approve");
        await bot.SeesAsync(LocalPeople.Ada, Channel, "R-2  /http call purge", "SUCCEEDED");
        Assert.Single(service.Requests, request => request.Method == "DELETE");
        Assert.All(
            await bot.ReadAsync(LocalPeople.Ada, Channel),
            message => Assert.DoesNotContain(HttpRig.Secret, PlainText.Render(message.Card), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_repeats_its_token_does_not_show_it_to_anybody()
    {
        await using var service = await FakeService.StartAsync();
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", Settings(service));
        service.Answer = context => Microsoft.AspNetCore.Http.HttpResponseJsonExtensions
            .WriteAsJsonAsync(context.Response, new { you = context.Request.Headers.Authorization.ToString(), alone = HttpRig.Secret });

        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/http check echo");

        var message = await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "api echo: 200 OK");
        Assert.Contains("alone  [redacted]", PlainText.Render(message.Card), StringComparison.Ordinal);
        Assert.DoesNotContain(HttpRig.Secret, PlainText.Render(message.Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_is_still_about_the_Redis()
    {
        await using var service = await FakeService.StartAsync();
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", Settings(service));

        var channel = await bot.OpenAsync(LocalPeople.Ada, "Something is wrong");

        await bot.SeesAsync(LocalPeople.Ada, channel, "primary", "REFUSED");
    }

    [Fact]
    public async Task An_incident_about_a_service_reads_it_and_is_over_when_it_answers_again()
    {
        await using var service = await FakeService.StartAsync();
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", Settings(service));
        var well = service.Answer;
        service.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };

        var channel = await bot.OpenAsync(LocalPeople.Ada, "Nobody can pay on api");
        await bot.SeesAsync(
            LocalPeople.Ada, channel, "INC-1 finding: api echo: 503 Service Unavailable in", "See in the log of api what it waits for");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate it is restarted");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Verifying → Mitigating", "health failed");

        service.Answer = well;
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
    }

    private static string[] Settings(FakeService service) =>
    [
        $"Http:api:BaseUrl={service.Address}/v1/",
        $"Http:api:Token={HttpRig.Secret}",
        "Http:api:Endpoints:health:Path=health",
        "Http:api:Endpoints:health:Anonymous=true",
        "Http:api:Endpoints:echo:Path=echo",
        "Http:api:Endpoints:retry-stalled:Method=POST",
        "Http:api:Endpoints:retry-stalled:Path=retry",
        "Http:api:Endpoints:retry-stalled:Risk=Change",
        "Http:api:Endpoints:retry-stalled:Help=Puts stalled jobs back.",
        "Http:api:Endpoints:retry-stalled:Verify=health",
        "Http:api:Endpoints:purge:Method=DELETE",
        "Http:api:Endpoints:purge:Path=jobs/{before}",
        "Http:api:Endpoints:purge:Risk=Destructive",
        "Http:api:Endpoints:purge:Help=Removes old jobs.",
        "Http:api:Endpoints:purge:Arguments:before:Kind=time",
        "Http:api:Endpoints:purge:Arguments:before:Example=2026-11-22T10:15:00Z",
    ];
}
