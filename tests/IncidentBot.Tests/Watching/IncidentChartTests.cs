using IncidentBot.Incidents;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Tests.Support;
using IncidentBot.Watching;

namespace IncidentBot.Tests.Watching;

/// <summary>What is drawn of an incident's target, and what is not.</summary>
public sealed class IncidentChartTests
{
    private readonly WatchScene scene = new(tells: false);

    private IncidentRoom Room => scene.Room;

    [Fact]
    public async Task What_was_beyond_its_threshold_is_drawn_with_it_and_with_the_steps_of_the_incident()
    {
        await LookAsync(8, n => 0.7 + (n * 0.04));
        await Room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is full", null, default);
        await LookAsync(2, _ => 0.6);
        ReadingMark[] marks =
        [
            new(Room.Incident.OpenedAt, "e1 Declared"), new(Room.Incident.OpenedAt - TimeSpan.FromDays(1), "e0"), new(Room.Time.GetUtcNow().AddDays(1), "e99"),
        ];

        var chart = Assert.Single(await ChartsAsync(marks));

        Assert.Equal(("memory_fill", "memory in use"), (chart.Name, chart.Title));
        Assert.Equal([new("warn", 0.8), new("breach", 0.95)], chart.Limits);
        Assert.Equal(10, chart.Points.Count);
        Assert.Equal(["e1 Declared"], chart.Marks.Select(mark => mark.Label));
        Assert.Equal((Room.Incident.OpenedAt.AddMinutes(-30), scene.Policy.LongestGap), (chart.From, chart.LongestGap));
    }

    [Fact]
    public async Task Where_all_was_well_the_nearest_to_a_threshold_show_it()
    {
        await Room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is slow", null, default);
        await LookAsync(3, _ => 0.1);

        Assert.Equal(["hit_rate", "memory_fill"], (await ChartsAsync([])).Select(chart => chart.Name));
    }

    [Fact]
    public async Task What_could_not_be_read_is_no_point()
    {
        await Room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is full", null, default);
        await LookAsync(2, _ => 0.99);
        await scene.GlanceAsync(("hit_rate", 0.9));
        await LookAsync(1, _ => 0.99);

        var memory = (await ChartsAsync([])).Single(chart => chart.Name == "memory_fill");
        Assert.Equal(3, memory.Points.Count);
    }

    [Fact]
    public async Task Of_a_target_that_is_not_watched_and_of_what_did_not_happen_now_there_is_nothing()
    {
        await Room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "The page is slow", null, default);
        await LookAsync(2, _ => 0.99);

        Assert.NotEmpty(await ChartsAsync([]));
        Assert.Empty(await ChartsAsync([], Room.Incident with { Target = new("http", "web") }));
        Assert.Empty(await ChartsAsync([], Room.Incident with { Kind = IncidentKind.Backfilled }));
    }

    private Task<IReadOnlyList<ReadingChart>> ChartsAsync(IReadOnlyList<ReadingMark> marks, Incident? of = null) =>
        new IncidentCharts(scene.Watcher, new GaugeCourses(scene.Watcher, Room.Store.Watch, Room.Time), Room.Time).OfAsync(of ?? Room.Incident, marks, default);

    private async Task LookAsync(int times, Func<int, double> memory)
    {
        for (var n = 0; n < times; n++)
        {
            await scene.LookAsync(("memory_fill", memory(n)), ("hit_rate", 0.9), ("unreachable", 0), ("queue_waiting:emails", 5));
        }
    }
}
