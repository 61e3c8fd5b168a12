using System.Globalization;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Benchmarks.History;

/// <summary>One thing that somebody reads of a history: a page of the dashboard, or a command and its answer.</summary>
/// <param name="Of">Its address, or what is typed.</param>
/// <param name="Says">What stands in it, so that it is known to have its rows.</param>
/// <param name="Lacks">What must not stand in it.</param>
internal sealed record Look(string Name, string Key, Func<YearsOfHistory, string> Of, Func<YearsOfHistory, string> Says, string? Lacks = null)
{
    private const string Empty = "Nothing fits";

    public bool IsCommand { get; private init; }

    /// <summary>A new page of the product is one line here.</summary>
    public static readonly Look[] All =
    [
        new("GET /incidents", "open", _ => "/incidents", years => Label(years.Incidents), Empty),
        new("…?all=yes", "all", _ => "/incidents?all=yes", years => Label(years.Incidents), Empty),
        new("…?all=yes&after=…", "all.later", years => $"/incidents?all=yes&after={new Cursor(Middle(years))}", years => Label(Middle(years) - 1), Empty),
        new("…?all=yes&q=quorum", "rare", _ => $"/incidents?all=yes&q={YearsOfHistory.RareWord}", years => Label(years.NewestRare), Empty),
        new("…?all=yes&q=nowhere", "nothing", _ => "/incidents?all=yes&q=nowhere", _ => Empty),
        new("…?all=yes&q=redis", "common", _ => "/incidents?all=yes&q=redis", years => Label(years.Incidents), Empty),
        new("…?all=yes&severity=P0", "severity", _ => "/incidents?all=yes&severity=P0", years => Label(years.Incidents), Empty),
        new("…?all=yes&from=…&until=…", "span", years => $"/incidents?all=yes&{Span(years)}", years => Label(NewestOf(years)), Empty),
        new("…?all=yes&severity=P0&from=…&until=…", "severity.span",
            years => $"/incidents?all=yes&severity=P0&{Span(years)}", years => Label(NewestOf(years) / 10 * 10), Empty),
        new("…?all=yes&q=redis&from=…&until=…", "common.span",
            years => $"/incidents?all=yes&q=redis&{Span(years)}", years => Label(NewestOf(years)), Empty),
        new("GET /incidents/INC-n", "incident", years => $"/incidents/{Label(Middle(years))}", _ => "at look 10"),
        new("…/summary", "summary", years => $"/incidents/{Label(Middle(years))}/summary", _ => "Redis ran out of memory"),
        new("…/summary?length=postmortem", "postmortem",
            years => $"/incidents/{Label(Middle(years))}/summary?length=postmortem", _ => "at look 10"),
        new("GET /audit", "audit", _ => "/audit", years => string.Create(CultureInfo.InvariantCulture, $"R-{years.Incidents}")),
        new("GET /reports?period=7d", "report.week", _ => "/reports?period=7d", _ => "How long it took"),
        new("GET /reports?period=quarter", "report.quarter", _ => "/reports?period=quarter", _ => "How long it took"),
        Command("report", "/incident report 7d", _ => "in the last 7 days"),
        Command("list", "/incident list", years => Label(years.Incidents)),
        Command("list.all", "/incident list all", years => Label(years.Incidents)),
        Command("list.rare", $"/incident list all {YearsOfHistory.RareWord}", years => Label(years.NewestRare)),
        new("/incident timeline INC-n", "timeline", years => $"/incident timeline {Label(Middle(years))}", _ => "at look 10") { IsCommand = true },
    ];

    private static Look Command(string key, string text, Func<YearsOfHistory, string> says) => new(text, key, _ => text, says) { IsCommand = true };

    private static string Label(int number) => string.Create(CultureInfo.InvariantCulture, $"INC-{number}");

    /// <summary>One that everybody may see.</summary>
    private static int Middle(YearsOfHistory years) => years.Incidents / 2;

    /// <summary>From the second year to the third: at whatever size it has more than fills a page.</summary>
    private static string Span(YearsOfHistory years) =>
        $"from={Day(years.OpenedAt(years.Incidents / 3))}&until={Day(years.OpenedAt(Middle(years)))}";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The newest that was opened on the last day of the span.</summary>
    private static int NewestOf(YearsOfHistory years)
    {
        var (number, last) = (Middle(years), Day(years.OpenedAt(Middle(years))));
        while (Day(years.OpenedAt(number + 1)) == last)
        {
            number++;
        }

        return number % 100 == 13 ? number - 1 : number;
    }
}
