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

    /// <returns>Null where nobody follows such a thing.</returns>
    public async Task<string?> NowAsync(string what, CancellationToken ct)
    {
        if (what != OfList && Number(what) is null)
        {
            return null;
        }

        var shelf = shelves.GetOrAdd(what, _ => new Shelf());
        await shelf.Reading.WaitAsync(ct);
        try
        {
            if (shelf.Beat is null || time.GetElapsedTime(shelf.At) > Fresh)
            {
                shelf.Beat = await ReadAsync(what, ct);
                shelf.At = time.GetTimestamp();
            }

            return shelf.Beat;
        }
        finally
        {
            shelf.Reading.Release();
        }
    }

    private static int? Number(string what) => what.StartsWith("inc-", StringComparison.Ordinal) ? DashboardPages.NumberOf(what) : null;

    private async Task<string> ReadAsync(string what, CancellationToken ct)
    {
        if (Number(what) is not { } number)
        {
            // Of all of them, also private ones: that one has changed says nothing about it.
            var open = await incidents.ListAsync(new IncidentQuery(Reader.Bot) { OpenOnly = true, Limit = ShowIncidents.Shown }, ct);
            return string.Join(' ', open.Items.Select(incident => string.Create(CultureInfo.InvariantCulture, $"{incident.Number}.{incident.Version}")));
        }

        if (await incidents.FindAsync(number, ct) is not { } found)
        {
            return "none";
        }

        var progress = (await runs.OfIncidentAsync(found.Id, ct))
            .Select(run => string.Create(CultureInfo.InvariantCulture, $"{run.Number}.{run.Version}.{run.Progress?.Text}"));
        return string.Create(CultureInfo.InvariantCulture, $"{found.Version} {string.Join(' ', progress)}");
    }

    private sealed class Shelf
    {
        public SemaphoreSlim Reading { get; } = new(1);
        public string? Beat { get; set; }
        public long At { get; set; }
    }
}
