using System.Net;
using IncidentBot.Server.Tests.Chat.Local;
using IncidentBot.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.EndToEnd;

/// <summary>An address of which no part of the bot knows anything.</summary>
public sealed class UnknownAddressTests(Browser browser) : IClassFixture<Browser>
{
    private const string Unknown = "/nowhere/at.all";

    private static readonly string Screens = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "incidentbot-screens", "unknown-address")).FullName;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_gets_a_page_that_everybody_can_use_and_that_leads_to_the_chat()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1");
        browser.Knowing(bot.Address, bot.Token);
        foreach (var (scheme, width) in ((ColorScheme, int)[])
            [(ColorScheme.Light, 320), (ColorScheme.Light, 1280), (ColorScheme.Dark, 320), (ColorScheme.Dark, 1280)])
        {
            var page = await browser.OpenAsync("about:blank", width, 800, scheme);
            var complaints = new List<string>();
            page.Console += (_, message) => complaints.Add(message.Text);
            var answer = await page.GotoAsync(new Uri(bot.Address, Unknown).AbsoluteUri);
            Assert.Equal(404, answer!.Status);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is here" })).ToBeVisibleAsync();
            await Accessibility.AssertAsync(page);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{width}-{scheme}.png") });
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

            // Chromium itself says so of the page that was asked for.
            Assert.DoesNotContain(complaints, text => !text.Contains("404", StringComparison.Ordinal));
            await page.GetByRole(AriaRole.Link, new() { Name = "Go to #general" }).ClickAsync();
            await Expect(page).ToHaveURLAsync(new Uri(bot.Address, "/chat/general?as=ada").AbsoluteUri);
        }
    }

    [Fact]
    public async Task Everybody_else_gets_a_line_and_who_comes_through_a_proxy_is_not_led_to_the_chat()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1");

        Assert.Equal(
            (404, "text/plain", "Nothing is here. No page of IncidentBot has this address. Everything begins in #general of the local chat.\n"),
            await AskAsync(bot, HttpMethod.Get, Unknown));
        var proxied = await AskAsync(bot, HttpMethod.Get, Unknown, ("X-Forwarded-For", "203.0.113.9"), ("Accept", "text/html"));
        Assert.Equal((404, "text/html"), (proxied.Status, proxied.Type));
        Assert.Contains("IncidentBot is used in the chat: type /help there.", proxied.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("href", proxied.Body, StringComparison.Ordinal);
        Assert.Equal((404, null, ""), await AskAsync(bot, HttpMethod.Post, Unknown, ("Accept", "text/html")));
        Assert.Equal((404, "text/plain", ""), await AskAsync(bot, HttpMethod.Head, Unknown));
    }

    [Fact]
    public async Task The_search_of_a_channel_that_cannot_be_says_so_in_the_way_that_was_asked_for()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1");
        var (name, value) = bot.Token.CookieAt(bot.Address.Port);
        const string path = "/chat/Not%20A%20Name/channels?as=ada";

        var line = await AskAsync(bot, HttpMethod.Get, path, ("Cookie", $"{name}={value}"));
        var page = await AskAsync(bot, HttpMethod.Get, path, ("Cookie", $"{name}={value}"), ("Accept", "text/html"));

        Assert.Equal((404, "text/plain"), (line.Status, line.Type));
        Assert.StartsWith("'Not A Name' is not a channel name", line.Body, StringComparison.Ordinal);
        Assert.Equal((404, "text/html"), (page.Status, page.Type));
        Assert.Contains("There is nothing here", page.Body, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string? Type, string Body)> AskAsync(
        BotHost bot, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(bot.Address, path));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request, Ct);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Ct));
    }
}
