using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace IncidentBot.Support;

/// <summary>What axe says about a page as it stands now: contrast, names, roles, landmarks, focus. All of its rules, none switched off.</summary>
internal static class Accessibility
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>
    /// In the page itself, which has no frames: <c>RunAxe</c> opens a second page each time to put the results of frames together,
    /// and takes three seconds.
    /// </summary>
    public static async Task AssertAsync(IPage page)
    {
        Assert.Equal(0, await page.Locator("iframe").CountAsync());
        await page.EvaluateAsync(Axe);
        var found = await page.EvaluateAsync<JsonElement>("() => axe.run({ resultTypes: ['violations'] })");

        Assert.NotEqual(0, found.GetProperty("passes").GetArrayLength());
        Assert.Equal("", string.Join('\n', found.GetProperty("violations").EnumerateArray().SelectMany(Places).Distinct()));
    }

    private static IEnumerable<string> Places(JsonElement rule) =>
        rule.GetProperty("nodes").EnumerateArray().Select(node => $"{rule.GetProperty("id")}: {rule.GetProperty("help")}: {node.GetProperty("html")}");
}
