using IncidentBot.Server.Tests.Chat.Local;
using IncidentBot.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Dashboard;

/// <summary>Signing in with a real Chromium at a real OpenID Connect server, under the bot's own content policy.</summary>
public sealed class SignInBrowserTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private RedisServer redis = null!;
    private OpenIdServer provider = null!;
    private BotHost bot = null!;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        provider = await OpenIdServer.StartAsync();
        bot = await BotHost.StartAsync(redis.Url, [.. provider.Settings]);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await provider.DisposeAsync();
        await redis.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_signs_in_by_keyboard_types_a_command_and_signs_out()
    {
        var page = await browser.OpenAsync(new Uri(provider.Bot, "/incidents").AbsoluteUri);
        await page.Locator("input[name=login]").FocusAsync();
        await page.Keyboard.TypeAsync("UMIA");
        await page.Locator("input[name=password]").FocusAsync();
        await page.Keyboard.TypeAsync("any");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await Expect(page.Locator("p.who")).ToContainTextAsync("You are Mia");
        await page.Locator("#text").FocusAsync();
        await page.Keyboard.TypeAsync("/incident open P1 publishing is stuck");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-live=list]")).ToContainTextAsync("publishing is stuck");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToContainTextAsync("You are signed out");
        await Accessibility.AssertAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 320)]
    [InlineData(ColorScheme.Dark, 1280)]
    public async Task The_page_says_what_went_wrong_to_everybody(ColorScheme scheme, int width)
    {
        var page = await browser.OpenAsync(new Uri(provider.Bot, "/sign-in?problem=other").AbsoluteUri, width, scheme: scheme);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("in another workspace");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Slack" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
    }
}
