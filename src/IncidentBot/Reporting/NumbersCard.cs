using IncidentBot.Incidents;
using IncidentBot.Measurements;
using IncidentBot.Messages;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>All numbers of one incident, each with the entries that it rests on.</summary>
public static class NumbersCard
{
    /// <param name="timeline">All of it.</param>
    public static Card Draw(
        Incident incident, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Measurement> measurements, IncidentPolicy policy, DateTimeOffset now)
    {
        var counted = Corrections.Counted(timeline);
        if (PointsOf.All(counted) is not { } points)
        {
            return Card.Say($"{incident.Label}: nothing is recorded of it yet.");
        }

        var lengths = Measuring.Of(points, measurements);
        return new Card(string.Join(' ', [incident.Label, .. Marks.Beside(incident), "numbers"]))
        {
            Tone = lengths.Any(length => length is MeasuredLength.Invalid) ? Tone.Warning : Tone.Neutral,
            Blocks =
            [
                .. incident.Kind.Counts() ? Array.Empty<CardBlock>() : [new CardBlock.Text("They count in no report: it is no real incident.")],
                new CardBlock.Fields(
                [
                    .. lengths.Select(length => new CardField(length.Of.Title, LengthText.Of(length))),
                    Gone(IncidentNumbers.From(counted), now),
                    .. Response(points, policy, now),
                    .. Updates(counted),
                    .. Approvals(ApprovalWait.Of(counted, now)),
                    .. Verifying(points, counted),
                    .. Overrides(counted),
                    Deeds(counted),
                ]),
                new CardBlock.Footnote($"The numbers in brackets are entries of the timeline: /incident event {incident.Label} e1 opens one."),
            ],
            Buttons = [new CardButton("Timeline", $"/incident timeline {incident.Label}")],
        };
    }

    private static CardField Gone(IncidentNumbers numbers, DateTimeOffset now)
    {
        var times = numbers.Affected.Count > 1 ? $", {numbers.Affected.Count} times" : "";
        var entries = numbers.Affected.SelectMany(stretch => new[] { stretch.From.Sequence, stretch.Until?.Sequence ?? 0 }).Where(number => number > 0);
        return new CardField(
            "Without service",
            $"{Duration.Words(numbers.TimeAffected(now))}{times}{(numbers.StillAffected ? ", not known to be back" : "")}{LengthText.Cited([.. entries])}");
    }

    private static IEnumerable<CardField> Response(Points points, IncidentPolicy policy, DateTimeOffset now)
    {
        if (ResponsePromise.IsKept(points, policy, now) is { } kept && (points.AcknowledgedAs ?? points.Severity) is { } severity)
        {
            yield return new CardField(
                "Response",
                $"promised within {Duration.Words(ResponsePromise.Of(severity, policy))} for {severity}, {(kept ? "kept" : "missed")}"
                    + LengthText.Cited([.. new[] { points.Opened.Entry, points.Acknowledged?.Entry ?? 0 }.Where(number => number > 0)]));
        }
    }

    private static IEnumerable<CardField> Updates(IReadOnlyList<TimelineEntry> counted)
    {
        var promised = counted.Where(entry => entry.What is TimelineEvent.StatusUpdated { Promised: not null }).ToList();
        if (promised.Count > 0)
        {
            var kept = promised.Count(entry => UpdatePromises.IsKept(((TimelineEvent.StatusUpdated)entry.What).Promised!.Value, entry.At));
            yield return new CardField("Updates", $"{kept} of {promised.Count} came by the time that was promised{Cited(promised)}");
        }
    }

    private static IEnumerable<CardField> Approvals(ApprovalWait wait)
    {
        if (wait.Runs > 0)
        {
            yield return new CardField(
                "Waited for approval",
                $"{Duration.Words(wait.Length)} over {Plural.Of(wait.Runs, "run")}"
                    + $"{(wait.Waiting > 0 ? $", {wait.Waiting} of them until now" : "")}{LengthText.Cited(wait.Entries)}");
        }
    }

    private static IEnumerable<CardField> Verifying(Points points, IReadOnlyList<TimelineEntry> counted)
    {
        var steps = counted.Where(entry => entry.To is IncidentState.Verifying || entry.From is IncidentState.Verifying).ToList();
        if (steps.Count > 1)
        {
            var times = steps.Count(entry => entry.To is IncidentState.Verifying);
            yield return new CardField("Checks ran for", $"{Duration.Words(points.Verifying)} over {Plural.Of(times, "verification")}{Cited(steps)}");
        }
    }

    private static IEnumerable<CardField> Overrides(IReadOnlyList<TimelineEntry> counted)
    {
        var approved = counted.Where(entry => entry.What is TimelineEvent.Overridden { How: OverrideStep.Approved }).ToList();
        if (approved.Count > 0)
        {
            yield return new CardField("Overrides", $"{approved.Count} approved{Cited(approved)}");
        }
    }

    private static CardField Deeds(IReadOnlyList<TimelineEntry> counted)
    {
        var people = counted.Where(entry => entry.By is not null).ToList();
        return new CardField(
            "Entries",
            $"{Figures.Count(counted.Count - people.Count)} by the bot, {Figures.Count(people.Count)} by "
                + Plural.Of(people.DistinctBy(entry => entry.By).Count(), "person", "people"));
    }

    private static string Cited(IReadOnlyList<TimelineEntry> entries) => LengthText.Cited([.. entries.Select(entry => entry.Sequence)]);
}
