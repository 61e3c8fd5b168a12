using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Watch;
using IncidentBot.Words;

namespace IncidentBot.Watching;

/// <summary>What the watch sees, in words and in rows of little columns.</summary>
public sealed class WatchCards(Watcher watcher, WatchSilence silence, IWatchStore store, PeopleDirectory people, TimeProvider time)
{
    private const int Width = 24;
    private const int MostLines = 60;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>All targets, what is breached now, and how often each measure was right.</summary>
    public async Task<Card> AllAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var lasting = await store.LastingAsync(null, ct);
        var lines = new List<string>();
        var isSilent = false;
        foreach (var target in watcher.Targets)
        {
            var newest = await store.NewestAsync(target, ct);
            isSilent |= silence.IsSilent(newest?.At);
            lines.Add(Line(target, newest, [.. lasting.Where(breach => breach.Target == target)], now));
        }

        var precision = await store.PrecisionAsync(ct);
        return new Card(watcher.Targets.Count == 0 ? "Nothing is watched" : Title(lasting.Count, isSilent))
        {
            Tone = lasting.Count > 0 ? Tone.Bad : isSilent ? Tone.Warning : Tone.Neutral,
            Blocks =
            [
                .. lines.Count > 0 ? [new CardBlock.Lines(lines)] : Array.Empty<CardBlock>(),
                .. lasting.Select(breach => new CardBlock.Text(Sentence(breach))),
                .. precision.Count > 0
                    ? [new CardBlock.Lines([$"{"breaches",8} {"right",6} {"wrong",6}  of 90 days", .. precision.Select(Line)])]
                    : Array.Empty<CardBlock>(),
                new CardBlock.Footnote(watcher.Targets.Count == 0
                    ? "Targets are watched as soon as the configuration has one."
                    : $"Looks every {Duration.Words(watcher.Policy.Every)}. More: /watch {watcher.Targets[0].Name}. "
                        + (watcher.Policy.Tells ? "Whether it was right: /watch confirm or dismiss, with w and its number."
                            : "Nobody is told of a breach, because Alerts:Channel is not set.")),
            ],
        };
    }

    /// <summary>One target: each of its gauges now, against its threshold, over the last hour.</summary>
    public async Task<Card> OfAsync(TargetRef target, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var samples = await store.SamplesAsync(target, WatchGrain.Fine, now - Hour, now, ct);
        if (samples.Count == 0)
        {
            return Card.Say($"{target.Name} was not looked at within the last hour", "The log says why.") with { Tone = Tone.Warning };
        }

        var newest = samples[^1];
        var measures = watcher.MeasuresOf(target);
        var known = measures.ToDictionary(measure => measure.Name);
        var gauges = newest.Values.Keys.Where(gauge => known.ContainsKey(Gauge.Read(gauge).Measure))
            .OrderBy(gauge => Gauge.Read(gauge).Of, StringComparer.Ordinal)
            .ThenBy(gauge => measures.ToList().FindIndex(measure => measure.Name == Gauge.Read(gauge).Measure))
            .ToList();
        var breaches = await store.BreachesAsync(target, now - Day, ct);
        return new Card($"{target.Name}, last looked {Ago(newest, now)}")
        {
            Tone = breaches.Any(breach => breach.EndedAt is null) ? Tone.Bad : Tone.Neutral,
            Blocks =
            [
                .. newest.NotSeen.Select(why => new CardBlock.Text($"Not seen: {why}")),
                new CardBlock.Lines(
                [
                    $"{"now",10} {"warn",8} {"breach",8}  {"the last hour".PadRight(Width)}",
                    .. gauges.Take(MostLines).Select(gauge => Line(gauge, known[Gauge.Read(gauge).Measure], target, samples, now)),
                    .. gauges.Count > MostLines ? [$"… {gauges.Count - MostLines} more"] : Array.Empty<string>(),
                ]),
                .. breaches.TakeLast(10).Select(breach => new CardBlock.Text(Sentence(breach))),
            ],
        };
    }

    private static string Title(int lasting, bool isSilent) => lasting > 0 ? $"Watch: {Plural.Of(lasting, "breach", "breaches")}"
        : isSilent ? "Watch: nothing is breached, and not everything was looked at"
        : "Watch: nothing is breached";

    private string Line(TargetRef target, WatchSample? newest, IReadOnlyList<WatchBreach> lasting, DateTimeOffset now)
    {
        var warned = newest is null ? [] : Warnings(target, newest).ToList();
        var word = silence.IsSilent(newest?.At) ? "SILENT"
            : newest is null ? "begins"
            : lasting.Count > 0 ? "BREACH"
            : newest.NotSeen.Count > 0 ? "partly"
            : warned.Count > 0 ? "warn"
            : "ok";
        var what = lasting.Count > 0 ? string.Join(", ", lasting.Select(breach => breach.What))
            : warned.Count > 0 ? string.Join(", ", warned)
            : newest?.NotSeen.Count > 0 ? newest.NotSeen[0]
            : "";
        return $"{target.Name,-16} {target.System,-6} {word,-7} {(newest is null ? "never" : Ago(newest, now)),-9} {what}".TrimEnd();
    }

    private IEnumerable<string> Warnings(TargetRef target, WatchSample newest)
    {
        foreach (var measure in watcher.MeasuresOf(target))
        {
            var threshold = watcher.Policy.Thresholds(target, measure);
            foreach (var (gauge, value) in newest.Values.Where(one => Gauge.Read(one.Key).Measure == measure.Name))
            {
                if (measure.IsBeyond(value, threshold.Warn))
                {
                    yield return $"{measure.TitleOf(Gauge.Read(gauge).Of)}{(measure.IsYesOrNo ? "" : $" {measure.Figure(value)}")}";
                }
            }
        }
    }

    private string Line(string gauge, Measure measure, TargetRef target, IReadOnlyList<WatchSample> samples, DateTimeOffset now)
    {
        var threshold = watcher.Policy.Thresholds(target, measure);
        var points = samples.Where(sample => sample.Find(gauge) is not null).Select(sample => (sample.At, sample.Find(gauge)!.Value)).ToList();
        var value = samples[^1].Values[gauge];
        var mark = measure.IsBeyond(value, threshold.Breach) ? " BREACH" : measure.IsBeyond(value, threshold.Warn) ? " warn" : "";
        return $"{measure.Figure(value),10} {Limit(threshold.Warn, measure),8} {Limit(threshold.Breach, measure),8}  "
            + $"{Sparkline.Draw(points, now - Hour, now, Width, measure.Unit is Readings.Unit.Ratio ? 1 : null)}  "
            + $"{measure.TitleOf(Gauge.Read(gauge).Of)} ({measure.Name}){mark}";
    }

    private static string Limit(double? limit, Measure measure) => limit is { } there ? measure.Figure(there) : "–";

    private static string Ago(WatchSample sample, DateTimeOffset now) => $"{Duration.Words(now - sample.At)} ago";

    private string Sentence(WatchBreach breach) =>
        $"{breach.Label} {breach.Target.Name}: {breach.What}"
            + (breach.IsYesOrNo ? "" : $" {breach.Figure(breach.Worst)} at worst, a breach from {breach.Figure(breach.Limit)}")
            + $", since {Moment.Of(breach.BeganAt)}{(breach.EndedAt is { } over ? $" until {Moment.Of(over)}" : "")}"
            + (breach.Verdict is { } verdict ? $"; {people.NameOf(verdict.By)} said it was {(verdict.IsRight ? "right" : "nothing")}" : "");

    private static string Line(WatchPrecision one) => $"{one.Breaches,8} {one.Confirmed,6} {one.Dismissed,6}  {one.Measure}"
        + (one.Share is { } share ? $", right {Figures.Percent(share)}" : "");
}
