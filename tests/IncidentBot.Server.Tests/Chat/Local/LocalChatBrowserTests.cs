using IncidentBot.Messages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Server.Tests.Chat.Local;

public sealed class LocalChatBrowserTests(Browser browser, LocalChatHost host) : IClassFixture<Browser>, IClassFixture<LocalChatHost>
{
    private static readonly string Screens = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "incidentbot-screens")).FullName;

    [Theory]
    [InlineData("desktop-light", 1280, ColorScheme.Light)]
    [InlineData("desktop-dark", 1280, ColorScheme.Dark)]
    [InlineData("phone-light", 375, ColorScheme.Light)]
    [InlineData("phone-dark", 360, ColorScheme.Dark)]
    public async Task The_page_fits_the_screen_and_breaks_no_policy(string name, int width, ColorScheme scheme)
    {
        await Scene.PlayAsync(host);
        var page = await browser.OpenAsync("about:blank", width, width > 500 ? 860 : 760, scheme);
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);

        await page.GotoAsync($"{host.Address}/chat/{Scene.Channel}?as=ada");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}-end.png") });
        await page.Locator("#messages").EvaluateAsync("element => element.scrollTop = 0");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}.png") });

        Assert.Empty(complaints);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('#messages').scrollWidth <= document.querySelector('#messages').clientWidth"));
    }
}
