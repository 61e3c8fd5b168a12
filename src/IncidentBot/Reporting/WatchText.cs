using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Watch;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>What the watch has measured of the target of an incident: the gauge that matters, before and after, and when it last looked.</summary>
public sealed class WatchText(IWatchStore store, TimeProvider time)
{
    private const int Width = 20;

    /// <summary>How long before its opening what brought it on may have begun.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan FineFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <returns>Null where its target was not watched at that time.</returns>
    public async Task<CardField?> OfAsync(Incident incident, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!incident.IsOpen || incident.Target.System.Length == 0 || await store.NewestAsync(incident.Target, ct) is not { } newest)
        {
            return null;
        }

        var looked = $"last looked {Duration.Words(now - newest.At)} ago";
        var since = incident.OpenedAt - Lead;
        var breaches = await store.BreachesAsync(incident.Target, since, ct);

        // What began first is more likely to be why than what followed from it; what lasts comes before what is over.
        if (breaches.OrderBy(breach => breach.EndedAt is not null).ThenBy(breach => breach.BeganAt).FirstOrDefault() is not { } matters)
        {
            return new CardField("Watch", $"nothing is breached; {looked}");
        }

        var gauge = matters.Gauge.ToString();

        // A card is drawn each minute: however long an incident lasts, it reads some hundreds of samples and no more.
        var from = since > now - Longest ? since : now - Longest;
        var grain = now - from > FineFor ? WatchGrain.Coarse : WatchGrain.Fine;
        var samples = await store.SamplesAsync(incident.Target, grain, from, now, ct);
        var points = samples.Where(sample => sample.Find(gauge) is not null).Select(sample => (sample.At, sample.Find(gauge)!.Value)).ToList();
        var values = matters.IsYesOrNo ? matters.EndedAt is null ? "yes" : "not any more" : string.Join(", ", new[]
        {
            matters.Before is { } before ? $"{matters.Figure(before)} before" : null,
            $"{matters.Figure(matters.Worst)} at worst",
            newest.Find(gauge) is { } current ? $"{matters.Figure(current)} now" : null,
        }.OfType<string>());
        var others = breaches.Count(breach => breach.EndedAt is null && breach.Number != matters.Number);
        return new CardField(
            "Watch",
            $"{matters.What}: {values} {Sparkline.Draw(points, from, now, Width)}"
                + $"{(others > 0 ? $"; {Plural.Of(others, "other breach", "other breaches")}" : "")}; {looked}");
    }
}
