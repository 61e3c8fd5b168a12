using IncidentBot.Server.Tests.Chat.Local;
using IncidentBot.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Redis.GameDays;

/// <summary>A game day played by two people, each at a browser of their own, with the keyboard and what the cards offer.</summary>
[Collection(nameof(Alone))]
public sealed class GameDayBrowserTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Ada_starts_it_and_plans_what_the_finding_offers_Grace_approves_and_both_read_how_long_it_took()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, "GameDay:Enabled=true", "Incidents:LookEvery=00:00:00.5");
        var ada = await browser.Knowing(bot.Address, bot.Token).OpenAsync($"{bot.Address}chat/general?as=ada");
        await ada.CompleteAsync("/gameday st", "memory-cache");
        await ada.Locator(".message").GetByRole(AriaRole.Link, new() { Name = "inc-1-checkout-fails" }).First.ClickAsync();
        var finding = ada.Card("INC-1 finding: gameday: memory exhausted");
        await Expect(finding).ToContainTextAsync("Next");
        await Expect(finding).ToContainTextAsync("How sure");
        await Accessibility.AssertAsync(ada);
        await finding.GetByRole(AriaRole.Button, new() { Name = "Start mitigating" }).ClickAsync();
        await finding.GetByRole(AriaRole.Button, new() { Name = "Plan clearing rl:*" }).ClickAsync();
        await Expect(ada.Card("R-1  /redis clear-cache")).ToContainTextAsync("WAITS FOR APPROVAL");

        var grace = await browser.OpenAsync(ada.Url.Replace("as=ada", "as=grace", StringComparison.Ordinal));
        await grace.Card("R-1  /redis clear-cache").GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await grace.GetByRole(AriaRole.Button, new() { Name = "Approve R-1" }).ClickAsync();
        await Expect(ada.Card("R-1  /redis clear-cache")).ToContainTextAsync("SUCCEEDED");
        var card = ada.Card("INC-1  P1");
        await card.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await Expect(card).ToContainTextAsync("RESOLVED");

        await grace.CompleteAsync("/gameday sto", "");
        foreach (var page in new[] { ada, grace })
        {
            var over = page.Card("INC-1: the rehearsal is over");
            await Expect(over).ToContainTextAsync("It was memory-cache: a cache of rate limits fills the memory.");
            await Expect(over).ToContainTextAsync("Right cause");
            await Expect(over).ToContainTextAsync("It was rehearsed for the first time.");
        }

        await Accessibility.AssertAsync(grace);
    }
}
