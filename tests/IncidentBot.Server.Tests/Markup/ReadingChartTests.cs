using System.Globalization;
using System.Xml.Linq;
using IncidentBot.Markup.Charts;
using IncidentBot.Readings;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Tests;
using IncidentBot.Tests.Support;

namespace IncidentBot.Server.Tests.Markup;

/// <summary>A picture that says no more than was read, to those who do not see it too. <c>UPDATE_GOLDEN=1</c> writes the golden one anew.</summary>
public sealed class ReadingChartTests
{
    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "IncidentBot.Server.Tests", "Markup", "Golden", "chart.html");

    private static readonly ReadingChart Memory = new(
        "memory_fill", "memory in use", Unit.Ratio, Some.Night, Some.Night.AddHours(1), TimeSpan.FromMinutes(2),
        [
            .. Enumerable.Range(0, 20).Select(n => new ReadingPoint(Some.Night.AddMinutes(n), 0.5 + (n * 0.025))),
            .. Enumerable.Range(30, 10).Select(n => new ReadingPoint(Some.Night.AddMinutes(n), 0.4)),
        ])
    {
        Limits = [new("warn", 0.85), new("breach", 0.95)],
        Marks =
        [
            new(Some.Night.AddMinutes(18), "e1 Declared"),
            new(Some.Night.AddMinutes(19), "e4 Mitigating"),
            new(Some.Night.AddMinutes(31), "e9 Monitoring"),
        ],
    };

    [Fact]
    public async Task Is_drawn_as_it_was_looked_at_and_kept()
    {
        var html = (await RenderAsync(Memory)).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Golden)!);
            await File.WriteAllTextAsync(Golden, html, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(Golden, TestContext.Current.CancellationToken), html);
    }

    [Fact]
    public async Task Where_nothing_was_read_no_line_leads_across()
    {
        var chart = Components.Parsed(await RenderAsync(Memory));
        var lines = chart.All("polyline").ToList();

        Assert.Equal([20, 10], lines.Select(line => line.Attribute("points")!.Value.Split(' ').Length));
        Assert.Contains("1 time nothing was read in between.", chart.All("desc").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_value_is_a_dot_and_none_is_said_in_words()
    {
        var one = Components.Parsed(await RenderAsync(Memory with { Points = [new(Some.Night.AddMinutes(3), 0.7)] }));
        Assert.Single(one.All("circle"));
        Assert.Empty(one.All("polyline"));

        var none = Components.Parsed(await RenderAsync(Memory with { Points = [] }));
        Assert.Empty(none.All("circle"));
        Assert.Empty(none.All("table"));
        Assert.EndsWith("Nothing was read.", none.All("desc").Single().Value, StringComparison.Ordinal);
        Assert.Contains(none.All("text"), text => text.Value == "nothing was read");
    }

    [Theory]
    [InlineData(double.MaxValue, -double.MaxValue)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(0, 0)]
    [InlineData(double.Epsilon, 0)]
    [InlineData(-5, -4)]
    public async Task Whatever_was_read_everything_stands_inside_the_picture(double first, double second)
    {
        var chart = Components.Parsed(await RenderAsync(Memory with
        {
            Unit = Unit.Count,
            Points = [new(Some.Night, first), new(Some.Night.AddSeconds(30), second)],
            Limits = [new("warn", first), new("breach", second)],
        }));

        var heights = chart.All("polyline").SelectMany(line => line.Attribute("points")!.Value.Split(' ')).Select(point => point.Split(',')[1])
            .Concat(chart.All("line").SelectMany(line => new[] { line.Attribute("y1")!.Value, line.Attribute("y2")!.Value }))
            .Concat(chart.All("circle").Select(dot => dot.Attribute("cy")!.Value));
        Assert.All(heights, height => Assert.InRange(double.Parse(height, CultureInfo.InvariantCulture), 0, 230));
        Assert.DoesNotContain("NaN", chart.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_span_of_no_length_and_one_of_years_are_drawn()
    {
        Components.Parsed(await RenderAsync(Memory with { Until = Memory.From }));
        var years = Components.Parsed(await RenderAsync(Memory with { Until = Memory.From.AddYears(90) }));
        Assert.InRange(years.All("text").Count(), 1, 30);
    }

    [Fact]
    public async Task What_somebody_called_it_is_text()
    {
        const string hostile = "\"><script>alert(1)</script>&<!--";
        var html = await RenderAsync(Memory with
        {
            Title = hostile,
            Name = hostile,
            Limits = [new(hostile, 0.5)],
            Marks = [new(Some.Night.AddMinutes(1), hostile)],
        });

        var chart = Components.Parsed(html);
        Assert.Empty(chart.All("script"));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(hostile, chart.All("figcaption").Single().Value);
    }

    [Fact]
    public async Task Whoever_does_not_see_it_has_the_same_numbers_in_a_table()
    {
        var chart = Components.Parsed(await RenderAsync(Memory));
        var picture = chart.All("svg").Single();
        Assert.Equal("img", picture.Attribute("role")!.Value);
        var named = picture.Attribute("aria-labelledby")!.Value.Split(' ');
        Assert.Equal(["title", "desc"], named.Select(id => chart.Descendants().Single(one => one.Attribute("id")?.Value == id).Name.LocalName));
        Assert.Equal(Memory.Points.Count, chart.All("tbody").Single().Elements("tr").Count());
        Assert.Equal(("2026-11-22 03:00:00", "50 %"), Row(chart.All("tbody").Single().Elements("tr").First()));

        // Of many, the lowest and the highest: the one look that mattered is not averaged away.
        var many = Components.Parsed(await RenderAsync(Memory with
        {
            Points = [.. Enumerable.Range(0, 3600).Select(n => new ReadingPoint(Some.Night.AddSeconds(n), n == 1801 ? 0.99 : 0.1))],
        }));
        var rows = many.All("tbody").Single().Elements("tr").ToList();
        Assert.Equal(120, rows.Count);
        Assert.Single(rows, row => row.Elements("td").Last().Value == "99 %");
    }

    private static (string, string) Row(XElement row) => (row.Element("th")!.Value, row.Element("td")!.Value);

    private static Task<string> RenderAsync(ReadingChart chart) =>
        Components.RenderAsync<ReadingChartView>((nameof(ReadingChartView.Chart), chart), (nameof(ReadingChartView.Id), "c1"));
}
