using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace IncidentBot.Support;

/// <summary>What axe says about a page as it stands now: contrast, names, roles, landmarks, focus. All of its rules, none switched off.</summary>
internal static class Accessibility
{
    public static async Task AssertAsync(IPage page)
    {
        var found = await page.RunAxe();

        Assert.NotEmpty(found.Passes);
        Assert.Equal("", string.Join('\n', found.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {rule.Help}: {node.Html}")).Distinct()));
    }
}
