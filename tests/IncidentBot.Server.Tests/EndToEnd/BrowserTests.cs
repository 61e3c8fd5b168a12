using System.Text.RegularExpressions;
using IncidentBot.Server.Tests.Chat.Local;
using IncidentBot.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.EndToEnd;

/// <summary>Ada and Grace, each at a browser of their own, with the whole bot and a Redis that is out of memory.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string Screens = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "incidentbot-screens", "end-to-end")).FullName;

    /// <summary>On a busy machine a read takes longer than a finding waits for it, or than a server may take that does not hang.</summary>
    private static readonly string[] Patient =
    [
        "Redis:ConnectTimeout=00:00:05", "Redis:ReadTimeout=00:00:05", "Redis:CommandTimeout=00:00:05",
        "Incidents:FindingWithin=00:00:15", "Incidents:OwnFindingWithin=00:00:15",
    ];

    [Fact]
    public async Task Ada_opens_and_plans_Grace_approves_and_Adas_page_follows_without_a_reload()
    {
        await using var redis = await FullRedis.StartAsync(entries: 60_000);
        await using var bot = await BotHost.StartAsync(redis.Url, Patient);
        var ada = await browser.Knowing(bot.Address, bot.Token).OpenAsync($"{bot.Address}chat/general?as=ada");
        var complaints = new List<string>();
        ada.Console += (_, message) => complaints.Add(message.Text);

        await ada.CompleteAsync("/incident op", "P0 Publishing is stuck, writes to Redis fail");
        await ada.Locator(".message").GetByRole(AriaRole.Link, new() { Name = "inc-1-publishing-is-stuck" }).First.ClickAsync();
        var card = ada.Card("INC-1  P0");
        await Expect(card).ToContainTextAsync("ASSESSING");
        await Expect(ada.Card("INC-1 finding")).ToContainTextAsync("rl:*");
        await ada.EvaluateAsync("window.marker = 'still here'");

        await ada.CompleteAsync("/incident mit", "");
        await ada.CompleteAsync("/redis cl", "rl:*");
        var run = ada.Card("R-1  /redis clear-cache");
        await Expect(run).ToContainTextAsync("WAITS FOR APPROVAL");
        await Expect(card).ToContainTextAsync("waits for the approval of Grace");
        var element = await run.GetAttributeAsync("id");
        await ShootAsync(ada, "plan");

        var grace = await browser.OpenAsync(ada.Url.Replace("as=ada", "as=grace", StringComparison.Ordinal));
        await grace.Card("R-1  /redis clear-cache").GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(grace.GetByRole(AriaRole.Dialog))
            .ToContainTextAsync(new Regex("Would unlink about 60,000 keys, .* on primary. Cannot be undone: the keys are gone for good"));
        await Accessibility.AssertAsync(grace);
        await ShootAsync(grace, "confirm");
        await grace.GetByRole(AriaRole.Button, new() { Name = "Approve R-1" }).ClickAsync();

        await Expect(run).ToContainTextAsync("SUCCEEDED");
        await Expect(run).ToContainTextAsync("a test write is accepted");
        Assert.Equal(element, await run.GetAttributeAsync("id"));
        await ada.CompleteAsync("/incident unc", "c1 its workers start with the next deployment");
        await Expect(ada.Locator(".message").GetByText("no longer checked: queue.status publishing").First).ToBeVisibleAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await Expect(card).ToContainTextAsync("RESOLVED");
        await Expect(card).ToContainTextAsync("6 of 6 checks pass");
        await Expect(card).ToContainTextAsync("approved by Grace");
        Assert.Equal("still here", await ada.EvaluateAsync<string>("window.marker"));
        Assert.Empty(complaints);

        await ada.CompleteAsync("/incident sum", "");
        await Expect(ada.Card("INC-1 summary").Last).ToContainTextAsync("approved by Grace");
        await LookAsync("light", ada.Url, 1280, 860, ColorScheme.Light);
        await LookAsync("dark", ada.Url, 1280, 860, ColorScheme.Dark);
        await LookAsync("phone-light", ada.Url, 375, 760, ColorScheme.Light);
        await LookAsync("phone-dark", ada.Url, 375, 760, ColorScheme.Dark);
    }

    private async Task LookAsync(string name, string url, int width, int height, ColorScheme scheme)
    {
        var page = await browser.OpenAsync(url, width, height, scheme);
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
        await ShootAsync(page, $"{name}-end");
        await page.Card("R-1  /redis clear-cache").ScrollIntoViewIfNeededAsync();
        await ShootAsync(page, $"{name}-run");
        await page.Locator("#messages").EvaluateAsync("element => element.scrollTop = 0");
        await ShootAsync(page, name);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && "
            + "document.querySelector('#messages').scrollWidth <= document.querySelector('#messages').clientWidth"));
        await page.Context.CloseAsync();
    }

    private static async Task ShootAsync(IPage page, string name) => await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}.png") });
}
