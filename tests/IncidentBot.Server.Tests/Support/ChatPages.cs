using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Support;

/// <summary>What people do at the chat page in a browser.</summary>
internal static class ChatPages
{
    /// <summary>Types a beginning, takes a command from the list by keyboard, and sends it.</summary>
    public static async Task CompleteAsync(this IPage page, string beginning, string rest)
    {
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Combobox).FocusAsync();
        await page.Keyboard.TypeAsync(beginning);
        await Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync(beginning);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(rest);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Combobox)).ToHaveValueAsync("");
    }

    /// <summary>The first message whose title holds this.</summary>
    public static ILocator Card(this IPage page, string title) =>
        page.Locator("article.message").Filter(new() { Has = page.Locator(".card-title").Filter(new() { HasText = title }) }).First;
}
