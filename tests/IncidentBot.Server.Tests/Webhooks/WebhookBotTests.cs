using IncidentBot.Chat.Local;
using IncidentBot.Support;
using StandardWebhooks;

namespace IncidentBot.Webhooks;

/// <summary>The whole bot, and somebody outside who is told what happens in it.</summary>
public sealed class WebhookBotTests
{
    [Fact]
    public async Task Whoever_listens_hears_of_each_step_as_it_is_taken()
    {
        await using var receiver = await Receiver.AnsweringAsync(200);
        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1", $"Webhooks:page:Url={receiver.Url}/hook", "Webhooks:page:AllowPrivate=true", $"Webhooks:page:Secrets={WebhookRig.Secret}");

        var channel = await bot.OpenAsync(LocalPeople.Ada, "checkout fails");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident ack");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident severity P1");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident update half is back");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident cancel it was a test");
        await Eventually.TrueAsync(() => receiver.Told.Any(told => told.Body.Contains(WebhookTypes.Cancelled, StringComparison.Ordinal)), "its end is told");

        var told = receiver.Told;
        Assert.All(told, one => new StandardWebhook(WebhookRig.Secret).Verify(one.Body, one.Headers));
        Assert.All(
            (string[])[WebhookTypes.Opened, WebhookTypes.Acknowledged, WebhookTypes.Severity, WebhookTypes.Updated, WebhookTypes.Cancelled],
            type => Assert.Single(told, one => one.Body.Contains($"\"{type}\"", StringComparison.Ordinal)));
        Assert.Contains("half is back", told.Single(one => one.Body.Contains(WebhookTypes.Updated, StringComparison.Ordinal)).Body, StringComparison.Ordinal);

        await bot.SayAsync(LocalPeople.Ada, channel, "/webhooks list");
        await bot.SeesAsync(LocalPeople.Ada, channel, "1 endpoint is told what happens", "page, at 127.0.0.1", "is well.");
        using var http = new HttpClient { BaseAddress = bot.Address };
        Assert.Contains("Webhooks: Healthy. page was told at ", await http.GetStringAsync(new Uri("/health/chat", UriKind.Relative)), StringComparison.Ordinal);
    }
}
