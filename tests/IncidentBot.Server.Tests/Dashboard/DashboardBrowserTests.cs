using System.Text.RegularExpressions;
using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Chat.Local;
using IncidentBot.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Dashboard;

/// <summary>The dashboard in a real Chromium: by keyboard, live, without script, on a phone, by day and by night.</summary>
public sealed class DashboardBrowserTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private RedisServer redis = null!;
    private BotHost bot = null!;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 20_000, 100));
        await redis.AskAsync("CONFIG", "SET", "maxmemory", 4_000_000);
        bot = await BotHost.StartAsync(
            redis.Url, "Targets:primary:Caches:0:Pattern=rl:*", "Incidents:LookEvery=00:00:00.2", "Watch:Enabled=true", "Watch:Every=00:00:01",
            "Watch:Measures:memory_fill:For=01:00:00");
        browser.Knowing(bot.Address, bot.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await redis.DisposeAsync();
    }

    [Fact]
    public async Task A_whole_incident_by_keyboard_from_the_dashboard_alone()
    {
        var page = await OpenAsync("/incidents");
        await TypeAsync(page, "/incident open P0 Checkout fails");
        await page.GetByRole(AriaRole.Link, new() { Name = "INC-1", Exact = true }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToContainTextAsync("INC-1 P0 Checkout fails");

        // It becomes what it is without a reload.
        await Expect(page.Locator("[data-live=state]")).ToContainTextAsync("ASSESSING");
        await Expect(page.Locator("[data-live=timeline]")).ToContainTextAsync("memory exhausted");
        await PressAsync(page, "Acknowledge");
        await Expect(page.Locator("[data-live=state]")).ToContainTextAsync("acknowledged by Ada");
        await TypeAsync(page, "/incident mitigate");
        await Expect(page.Locator("[data-live=state]")).ToContainTextAsync("MITIGATING");
        await TypeAsync(page, "/redis clear-cache rl:*");
        await Expect(page.Locator("[data-live=runs]")).ToContainTextAsync("WAITS FOR APPROVAL");

        // Whoever asked does not approve; the second human does, on the same page.
        await page.GetByRole(AriaRole.Link, new() { Name = "be Grace" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".who")).ToContainTextAsync("You are Grace");
        await PressAsync(page, "Approve");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Please confirm" })).ToBeVisibleAsync();
        await page.Locator("button[name=confirmed]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-live=runs]")).ToContainTextAsync("Unlinked 20,000 keys");
        await Expect(page.Locator("[data-live=timeline]")).ToContainTextAsync("checks pass");
        await TypeAsync(page, "/incident verify");
        await Expect(page.Locator("[data-live=state]")).ToContainTextAsync("RESOLVED");
        await TypeAsync(page, "/incident close");
        await Expect(page.Locator("[data-live=state]")).ToContainTextAsync("CLOSED");
        Assert.Equal(IncidentState.Closed, (await bot.IncidentAsync(1)).State);

        await page.GetByRole(AriaRole.Link, new() { Name = "Summary", Exact = true }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("article.document")).ToContainTextAsync("Checkout fails");
    }

    [Fact]
    public async Task Everything_can_be_read_and_typed_without_script()
    {
        await bot.OpenAsync(Chat.Local.LocalPeople.Ada, "Checkout fails");
        var page = await OpenAsync("/incidents/INC-1", script: false);

        await TypeAsync(page, "/incident note without any script");
        await page.GetByRole(AriaRole.Link, new() { Name = "Reload" }).ClickAsync();
        await Expect(page.Locator(".timeline")).ToContainTextAsync("without any script");
        await Expect(page.Locator("time").First).ToContainTextAsync("UTC");
    }

    [Fact]
    public async Task What_somebody_is_typing_stays_while_the_page_becomes_another()
    {
        await bot.OpenAsync(Chat.Local.LocalPeople.Ada, "Checkout fails");
        var page = await OpenAsync("/incidents/INC-1");
        await page.Locator("#text").FillAsync("/incident note half wri");
        await page.Locator("#text").FocusAsync();

        await bot.SayAsync(Chat.Local.LocalPeople.Grace, (await bot.IncidentAsync(1)).Channel.ChannelId, "/incident note by somebody else");

        await Expect(page.Locator(".timeline")).ToContainTextAsync("by somebody else");
        await Expect(page.Locator("#text")).ToHaveValueAsync("/incident note half wri");
        await Expect(page.Locator("#text")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 320)]
    [InlineData(ColorScheme.Dark, 1280)]
    public async Task Every_page_is_usable_by_everybody(ColorScheme scheme, int width)
    {
        var channel = await bot.OpenAsync(Chat.Local.LocalPeople.Ada, "Checkout fails");
        await bot.SayAsync(Chat.Local.LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(Chat.Local.LocalPeople.Ada, channel, "/redis clear-cache rl:*");
        await bot.SeesAsync(Chat.Local.LocalPeople.Ada, channel, "R-1", "WAITS FOR APPROVAL");
        var page = await OpenAsync("/incidents", scheme, width);
        await TypeAsync(page, "/redis ping");
        foreach (var path in (string[])
            [
                "/incidents", "/incidents/INC-1", "/incidents/INC-1/summary?length=postmortem", "/incidents/INC-7", "/reports",
                "/targets", "/targets/redis/primary",
                "/alerts", "/runbooks", "/runbooks/redis-recovery", "/actions", "/deliveries", "/audit", "/incidents?severity=P9",
            ])
        {
            await page.GotoAsync(new Uri(bot.Address, path).AbsoluteUri);
            await Expect(page.Locator("h1").First).ToBeVisibleAsync();
            await Accessibility.AssertAsync(page);

            // Nothing reaches beyond the screen but what can be scrolled by itself.
            Assert.Equal((path, true), (path, await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth")));
        }
    }

    private Task<IPage> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light, int width = 1280, bool script = true) =>
        browser.OpenAsync(new Uri(bot.Address, path).AbsoluteUri, width, scheme: scheme, script: script);

    private static async Task TypeAsync(IPage page, string command)
    {
        await page.Locator("#text").FocusAsync();
        await page.Keyboard.TypeAsync(command);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-live=answers]")).ToContainTextAsync(command);
        await Expect(page).ToHaveURLAsync(new Regex("#answers$"));
    }

    private static async Task PressAsync(IPage page, string label)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{label}") }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
