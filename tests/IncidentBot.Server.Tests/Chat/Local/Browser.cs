using IncidentBot.Chat.Local;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace IncidentBot.Server.Tests.Chat.Local;

/// <summary>One Chromium for all tests that look at the page.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Debian = "/usr/bin/chromium";

    /// <summary>In milliseconds, as long as <see cref="Support.Eventually"/> waits: on a busy machine a page may follow late.</summary>
    private const float Patience = 20_000;

    /// <summary>What was opened, and by which test. Tests of a class run one after the other.</summary>
    private readonly List<(ITest? By, IBrowserContext Context)> open = [];

    private readonly List<Cookie> known = [];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        // Five seconds by itself, whatever the timeout of the page.
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            // Elsewhere Playwright looks for the browser that it installs itself.
            ExecutablePath = File.Exists(Debian) ? Debian : null,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync"
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>From now on everybody who opens a page has opened the address that the bot printed.</summary>
    internal Browser Knowing(Uri address, LocalToken token)
    {
        var (name, value) = token.CookieAt(address.Port);
        known.Add(new Cookie
        {
            Name = name,
            Value = value,
            Url = address.GetLeftPart(UriPartial.Authority),
            HttpOnly = true,
            SameSite = SameSiteAttribute.Strict,
        });
        return this;
    }

    public async Task<IPage> OpenAsync(string url, int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        await CloseOfOthersAsync();
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
        });
        open.Add((TestContext.Current.Test, context));
        context.SetDefaultTimeout(Patience);
        await context.AddCookiesAsync(known);
        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        return page;
    }

    /// <summary>Pages that nobody looks at any more would go on following their channels.</summary>
    private async Task CloseOfOthersAsync()
    {
        foreach (var one in open.Where(one => one.By != TestContext.Current.Test).ToList())
        {
            open.Remove(one);
            await one.Context.CloseAsync();
        }
    }
}
