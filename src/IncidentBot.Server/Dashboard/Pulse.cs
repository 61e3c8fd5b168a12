using System.Collections.Concurrent;
using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Dashboard;

/// <summary>
/// Whether a page is still as it was: a short text for what it follows, which is another one when the page would be. Read once for
/// all who look at it, however many they are.
/// </summary>
internal sealed class Pulse(IIncidentStore incidents, IRunStore runs, TimeProvider time)
{
    /// <summary>The list of open incidents.</summary>
    public const string OfList = "open";

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Shelf> shelves = new();

    /// <summary>The page of one incident.</summary>
    public static string OfIncident(int number) => string.Create(CultureInfo.InvariantCulture, $"inc-{number}");

    /// <param name="reader">What they may not see never beats for them: not even that it goes on.</param>
    /// <returns>Null where nobody follows such a thing.</returns>
    public async Task<string?> NowAsync(string what, Reader reader, CancellationToken ct)
    {
        if (what != OfList && Number(what) is null)
        {
            return null;
        }

        var shelf = shelves.GetOrAdd(what, _ => new Shelf());
        await shelf.Reading.WaitAsync(ct);
        try
        {
            if (shelf.Beats is null || time.GetElapsedTime(shelf.At) > Fresh)
            {
                shelf.Beats = await ReadAsync(what, ct);
                shelf.At = time.GetTimestamp();
            }

            return string.Join(' ', shelf.Beats.Where(beat => reader.Sees(beat.Incident)).Select(beat => beat.Text));
        }
        finally
        {
            shelf.Reading.Release();
        }
    }

    private static int? Number(string what) => what.StartsWith("inc-", StringComparison.Ordinal) ? DashboardPages.NumberOf(what) : null;

    private async Task<IReadOnlyList<Beat>> ReadAsync(string what, CancellationToken ct)
    {
        if (Number(what) is not { } number)
        {
            var open = await incidents.ListAsync(new IncidentQuery(Reader.Bot) { OpenOnly = true, Limit = ShowIncidents.Shown }, ct);
            return [.. open.Items.Select(incident => new Beat(incident, string.Create(CultureInfo.InvariantCulture, $"{incident.Number}.{incident.Version}")))];
        }

        if (await incidents.FindAsync(number, ct) is not { } found)
        {
            return [];
        }

        var progress = (await runs.OfIncidentAsync(found.Id, ct))
            .Select(run => string.Create(CultureInfo.InvariantCulture, $"{run.Number}.{run.Version}.{run.Progress?.Text}"));
        return [new Beat(found, string.Create(CultureInfo.InvariantCulture, $"{found.Version} {string.Join(' ', progress)}"))];
    }

    private sealed record Beat(Incident Incident, string Text);

    private sealed class Shelf
    {
        public SemaphoreSlim Reading { get; } = new(1);
        public IReadOnlyList<Beat>? Beats { get; set; }
        public long At { get; set; }
    }
}
