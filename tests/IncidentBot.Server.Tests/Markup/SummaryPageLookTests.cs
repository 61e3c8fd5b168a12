using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Markup.Summaries;
using IncidentBot.Messages;
using IncidentBot.Readings;
using IncidentBot.Reporting;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Server.Tests.Chat.Local;
using IncidentBot.Support;
using IncidentBot.Tests.Support;
using Microsoft.Playwright;

namespace IncidentBot.Server.Tests.Markup;

/// <summary>The file as it is opened from a disk: on a phone, in the dark, on paper, and by those who do not see it.</summary>
public sealed class SummaryPageLookTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string Screens = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "incidentbot-screens", "summary")).FullName;

    private static readonly SummaryDocument Document = new(
        SummaryLength.PostMortem,
        Some.Incident() with { Title = "Checkout fails", Summary = new SummaryVersion(1, 3, IncidentState.Resolved, Some.Night.AddHours(1)) },
        [
            new(PostMortemParts.Summary, null, [new($"Checkout fails: repaired after 21 min, from {Moment.Of(Some.Night)}.", [1, 9])]),
            new(PostMortemParts.Impact, "Impact", [new($"checkout: 340 orders of {new string('w', 200)}.", [2])]) { IsList = true },
            new(
                PostMortemParts.Timeline,
                "Timeline",
                [
                    .. Enumerable.Range(1, 30).Select(n => new SummarySentence(
                        string.Create(CultureInfo.InvariantCulture, $"{Moment.Of(Some.Night.AddMinutes(n))} Ada: step {n} of the repair."), [n])),
                ])
            { IsList = true },
        ],
        Some.Night.AddHours(2))
    {
        Charts =
        [
            new("memory_fill", "memory in use", Unit.Ratio, Some.Night.AddMinutes(-30), Some.Night.AddMinutes(60), TimeSpan.FromMinutes(2),
                [
                    .. Enumerable.Range(-30, 50).Where(n => n is < -12 or > -5)
                        .Select(n => new ReadingPoint(Some.Night.AddMinutes(n), Math.Min(1, 0.5 + ((n + 30) * 0.014)))),
                    .. Enumerable.Range(21, 39).Select(n => new ReadingPoint(Some.Night.AddMinutes(n), 0.38)),
                ])
            {
                Limits = [new("warn", 0.85), new("breach", 0.95)],
                Marks =
                [
                    new(Some.Night, "e2 Assessing"),
                    new(Some.Night.AddMinutes(11), "e5 Mitigating"),
                    new(Some.Night.AddMinutes(21), "e9 Monitoring"),
                    new(Some.Night.AddMinutes(51), "e14 Resolved"),
                ],
            },
        ],
    };

    [Theory]
    [InlineData("wide", 1280, ColorScheme.Light)]
    [InlineData("wide-dark", 1280, ColorScheme.Dark)]
    [InlineData("narrow", 320, ColorScheme.Light)]
    [InlineData("narrow-dark", 320, ColorScheme.Dark)]
    public async Task Is_as_wide_as_the_screen_and_readable_for_everybody(string name, int width, ColorScheme scheme)
    {
        var file = Path.Combine(Screens, $"{name}.html");
        var html = await Components.RenderAsync<SummaryPage>((nameof(SummaryPage.Document), Document));
        await File.WriteAllTextAsync(file, html, TestContext.Current.CancellationToken);

        var page = await browser.OpenAsync(new Uri(file).AbsoluteUri, width, scheme: scheme);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}.png"), FullPage = true });
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Accessibility.AssertAsync(page);
    }

    [Fact]
    public async Task Is_printed_on_several_pages_with_the_timeline_on_its_own()
    {
        var file = Path.Combine(Screens, "print.html");
        var html = await Components.RenderAsync<SummaryPage>((nameof(SummaryPage.Document), Document));
        await File.WriteAllTextAsync(file, html, TestContext.Current.CancellationToken);

        var page = await browser.OpenAsync(new Uri(file).AbsoluteUri, scheme: ColorScheme.Dark);
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.Equal("page", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.document-timeline')).breakBefore"));
        Assert.Equal("light", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme"));
    }
}
