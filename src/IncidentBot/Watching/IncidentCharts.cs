using IncidentBot.Incidents;
using IncidentBot.Reporting.Summaries;

namespace IncidentBot.Watching;

/// <summary>What the watch has measured of the target of an incident while it went on: what was beyond its threshold, or came nearest to it.</summary>
public sealed class IncidentCharts(Watcher watcher, GaugeCourses courses, TimeProvider time)
{
    private const int Most = 6;

    /// <summary>Where nothing was beyond its threshold, these show what it looks like when all is well.</summary>
    private const int MostWell = 2;

    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan After = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<ReadingChart>> OfAsync(Incident incident, IReadOnlyList<ReadingMark> marks, CancellationToken ct)
    {
        if (!incident.Kind.HappensNow() || !watcher.Targets.Contains(incident.Target))
        {
            return [];
        }

        var now = time.GetUtcNow();
        var from = (incident.Milestones?.Affected[0].From is { } began && began < incident.OpenedAt ? began : incident.OpenedAt) - Lead;
        var over = (incident.ResolvedAt ?? incident.ClosedAt ?? now) + After;
        var until = over < now ? over : now;
        var all = (await courses.OfAsync(incident.Target, from, until, ct)).Courses;
        var chosen = all.Any(course => course.Nearness >= 1) ? all.Where(course => course.Nearness >= 1).Take(Most)
            : all.Where(course => course.Nearness is not null).OrderByDescending(course => course.Nearness).Take(MostWell);
        return [.. chosen.Select(course => course.Chart(from, until, marks))];
    }
}
