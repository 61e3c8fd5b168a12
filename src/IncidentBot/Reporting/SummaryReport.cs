using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Measurements;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting;

/// <summary>Writes the summary of an incident. A sentence that no event supports is not written.</summary>
public sealed class SummaryReport(PeopleDirectory people)
{
    private readonly RunSentences ofRuns = new(people);
    private readonly CauseSentence cause = new(people);

    /// <param name="timeline">All of it.</param>
    /// <param name="runs">Those of the incident, in the order they were asked for.</param>
    public Summary Write(Incident incident, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs, DateTimeOffset now)
    {
        var corrected = timeline.Where(entry => entry.Kind is TimelineKind.Correction).ToList();
        timeline = Corrections.Counted(timeline);
        var numbers = IncidentNumbers.From(timeline);
        if (timeline.Count == 0)
        {
            return new Summary(incident, numbers, [], now);
        }

        SummarySection[] sections =
        [
            new(null, [.. SummaryAnswer.Of(incident, numbers, timeline, now)]),
            new("How long it took", [.. Lengths(timeline), .. Promises(timeline)]),
            new("What happened", [.. Story(incident, timeline)]),
            new("Who took part", [.. Roles(timeline)]),
            new("What people noticed", [.. Affected(incident, numbers, timeline, now)]),
            new("What people wrote", [.. Written(timeline)]),
            new("Cause", [.. cause.Of(timeline)]),
            new("Runbook", [.. Followed(incident, timeline, runs)]),
            new("What was run", [.. ofRuns.All(timeline, runs)]),
            new("Exceptions", [.. Exceptions(timeline), .. ofRuns.BrokenGlass(timeline, runs)]),
            new("Verification", [.. Checks(timeline)]),
            new("Still open", [.. LooseEnds.Open(incident, timeline, runs)]),
            new("Tasks", [.. Given(timeline)]),
            new("What nobody looked at", [.. LooseEnds.NotLookedAt(incident, timeline)]),
            new("What people learned", [.. Learned(timeline)]),
            new("Corrections", [.. corrected.Select(entry => Cite($"{Who(entry)} {Sentences.End(entry.Text)}", entry))]),
        ];
        return new Summary(incident, numbers, [.. sections.Where(section => section.Sentences.Count > 0)], now);
    }

    /// <summary>The steps that an incident has taken since its summary was posted last, and what people have corrected.</summary>
    /// <param name="entries">How far that one reached.</param>
    public IReadOnlyList<SummarySentence> Since(int entries, IReadOnlyList<TimelineEntry> timeline) =>
    [
        .. timeline.Where(entry => entry.Sequence > entries && entry.Kind is (TimelineKind.Transition or TimelineKind.Correction))
            .Select(entry => Cite(SinceText(entry), entry)),
    ];

    private string SinceText(TimelineEntry entry) => entry is { From: { } from, To: { } to }
        ? $"{Who(entry)} took it from {from} to {to} at {Moment.Of(entry.At)}. {entry.Text}".TrimEnd()
        : $"{Who(entry)} {Sentences.End(entry.Text)}";

    /// <summary>The usual measurements that readers ask for; /incident numbers has all of them.</summary>
    private IEnumerable<SummarySentence> Lengths(IReadOnlyList<TimelineEntry> timeline)
    {
        var points = PointsOf.All(timeline)!;
        foreach (var length in Measuring.Of(points, Measurement.Usual))
        {
            if (length is MeasuredLength.Invalid wrong)
            {
                yield return Cite($"{wrong.Of.Title} is not valid: {wrong.Why}.", Entries(wrong.Entries));
            }
            else if (length is MeasuredLength.Recorded recorded && Sentence(recorded, points.Began.By) is { } sentence)
            {
                yield return Cite(sentence, Entries(recorded.Entries));
            }
        }

        IEnumerable<TimelineEntry> Entries(IReadOnlyList<int> numbers) => timeline.Where(entry => numbers.Contains(entry.Sequence));

        string? Sentence(MeasuredLength.Recorded recorded, BeganBy by)
        {
            var took = Duration.Words(recorded.Length);
            return recorded.Of.Until switch
            {
                PointName.Opened => $"It was opened {took} after it began.",
                PointName.Acknowledged => $"{Who(timeline.First(entry => entry.Sequence == recorded.Until.Entry))} acknowledged it after {took}.",
                PointName.Mitigated => $"Service was back {took} after {(by is BeganBy.Opening ? "the opening" : "it began")}.",
                PointName.Resolved => $"It was resolved {took} after the opening.",
                _ => null,
            };
        }
    }

    /// <summary>Whether readers were told when they were told that they would be.</summary>
    private static IEnumerable<SummarySentence> Promises(IReadOnlyList<TimelineEntry> timeline)
    {
        var promised = timeline.Where(entry => entry.What is TimelineEvent.StatusUpdated { Promised: not null }).ToList();
        if (promised.Count > 0)
        {
            var kept = promised.Count(entry => UpdatePromises.IsKept(((TimelineEvent.StatusUpdated)entry.What).Promised!.Value, entry.At));
            yield return Cite($"{kept} of {Plural.Of(promised.Count, "update")} came by the time that was promised.", promised);
        }
    }

    private IEnumerable<SummarySentence> Story(Incident incident, IReadOnlyList<TimelineEntry> timeline)
    {
        yield return Cite($"{Who(timeline[0])} opened {incident.Label} at {Moment.Of(timeline[0].At)}.", timeline[0]);
        foreach (var entry in timeline)
        {
            if (entry is { From: IncidentState.Resolved or IncidentState.Closed or IncidentState.Cancelled, To: IncidentState.Assessing })
            {
                yield return Cite($"{Who(entry)} reopened it at {Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry);
            }
            else if (entry is { From: IncidentState.Monitoring or IncidentState.Verifying, To: IncidentState.Mitigating })
            {
                yield return Cite($"It went back to mitigating at {Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry);
            }
            else if (entry is { To: IncidentState.Cancelled })
            {
                yield return Cite($"{Who(entry)} cancelled it at {Moment.Of(entry.At)}. {entry.Text}".TrimEnd(), entry);
            }
            else if (entry.Kind is TimelineKind.Escalated)
            {
                yield return Cite($"It escalated at {Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry);
            }
        }
    }

    /// <summary>What people have said; of the others what the runbook says, which nobody has confirmed.</summary>
    private IEnumerable<SummarySentence> Affected(Incident incident, IncidentNumbers numbers, IReadOnlyList<TimelineEntry> timeline, DateTimeOffset now)
    {
        var said = Impacts.Of(timeline);
        foreach (var impact in said)
        {
            var entry = timeline.Last(entry => ServiceOf(entry) is { } service && Impacts.IsOf(service, impact));
            yield return Cite(
                impact.IsStruck
                    ? $"{impact.Service} was not affected, as {Who(entry)} says: {Sentences.End(impact.What)}"
                    : Sentences.End(ImpactText.Of(impact, people)),
                entry);
        }

        if (incident is not { Runbook: { } runbook, State: not IncidentState.Cancelled } || RunbookStart.Of(timeline) is not { } started)
        {
            yield break;
        }

        foreach (var service in runbook.Services.Where(service => !said.Any(impact => Impacts.IsOf(service.Name, impact))))
        {
            yield return Cite(
                $"Suspected by the runbook, and confirmed by nobody: {service.Name}: "
                    + Sentences.End(ServiceText.Impact(service, numbers.TimeAffected(now))),
                [started, .. numbers.Affected.SelectMany(stretch => new[] { stretch.From, stretch.Until }).OfType<TimelineEntry>()]);
        }
    }

    private static string? ServiceOf(TimelineEntry entry) => entry.What switch
    {
        TimelineEvent.ImpactStated stated => stated.Service,
        TimelineEvent.ImpactStruck struck => struck.Service,
        _ => null,
    };

    private IEnumerable<SummarySentence> Followed(Incident incident, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs)
    {
        if (incident.Runbook is not { } runbook || RunbookStart.Of(timeline) is not { } started)
        {
            yield break;
        }

        var since = timeline.Where(entry => entry.Kind is TimelineKind.Runbook && entry.Sequence > started.Sequence).ToList();
        yield return Cite($"{runbook.Title} ({runbook.Id}) was followed: {StepStanding.Over(runbook, runs)} of {runbook.Steps} steps.", [started, .. since]);
        foreach (var entry in since.Where(entry => entry.What is TimelineEvent.StepDone { How: StepState.Skipped }))
        {
            yield return Cite($"{Who(entry)}: {Sentences.End(entry.Text)}", entry);
        }
    }

    /// <summary>How severe it was taken to be on the way, and who had which part in the end.</summary>
    private IEnumerable<SummarySentence> Roles(IReadOnlyList<TimelineEntry> timeline)
    {
        var changed = timeline.Where(entry => entry.What is TimelineEvent.Changed).ToLookup(entry => ((TimelineEvent.Changed)entry.What).Field);
        return changed[IncidentField.Severity]
            .Concat(changed.Where(field => field.Key is not IncidentField.Severity).OrderBy(field => field.Key).Select(field => field.Last()))
            .Select(Said);
    }

    private IEnumerable<SummarySentence> Written(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.Where(entry => entry.Kind is TimelineKind.Note or TimelineKind.Update && entry.What is not TimelineEvent.StatusUpdated { ByBot: true })
            .Select(Said);

    private IEnumerable<SummarySentence> Learned(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.Where(entry => entry.Kind is TimelineKind.Lesson).Select(entry => Cite($"{Who(entry)}: {Sentences.End(EventText.Of(entry.What))}", entry));

    private SummarySentence Said(TimelineEntry entry) => Cite($"{Who(entry)}, {Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry);

    private IEnumerable<SummarySentence> Exceptions(IReadOnlyList<TimelineEntry> timeline)
    {
        foreach (var entry in timeline.Where(entry => entry.Kind is TimelineKind.Override))
        {
            yield return Cite($"{Who(entry)}: {Sentences.End(entry.Text)}", entry);
        }

        foreach (var entry in timeline.Where(entry => entry.What is TimelineEvent.Unwatched))
        {
            yield return Cite($"{Who(entry)}: {Sentences.End(entry.Text)}", entry);
        }
    }

    private static IEnumerable<SummarySentence> Checks(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.LastOrDefault(entry => entry.Kind is TimelineKind.Check) is { } check ? [Cite(Sentences.End(check.Text), check)] : [];

    private IEnumerable<SummarySentence> Given(IReadOnlyList<TimelineEntry> timeline) => Tasks.Of(timeline).Select(task => Cite(
        Sentences.End(TaskText.Whole(task, people)), [.. timeline.Where(entry => Tasks.NumberOf(entry.What) == task.Number)]));

    private string Who(TimelineEntry entry) => entry.By is { } by ? people.NameOf(by) : "The bot";
}
