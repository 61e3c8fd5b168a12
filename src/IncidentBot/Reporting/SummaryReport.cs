using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>Writes the summary of an incident. A sentence that no event supports is not written.</summary>
public sealed class SummaryReport(PeopleDirectory people)
{
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
            new(null, [Answer(incident, numbers, timeline, now), Severity(incident, timeline), .. Nature(incident, timeline)]),
            new("How long it took", [.. Lengths(numbers)]),
            new("What happened", [.. Story(incident, timeline)]),
            new("Who took part", [.. Roles(timeline)]),
            new("What people noticed", [.. Affected(incident, numbers, timeline, now)]),
            new("What people wrote", [.. Written(timeline)]),
            new("Cause", [.. Cause(timeline)]),
            new("Runbook", [.. Followed(incident, timeline, runs)]),
            new("What was run", [.. Runs(timeline, runs)]),
            new("Exceptions", [.. Exceptions(timeline, runs)]),
            new("Verification", [.. Checks(timeline)]),
            new("Still open", [.. Open(incident, timeline, runs)]),
            new("What nobody looked at", [.. NotLookedAt(incident, timeline)]),
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

    private static SummarySentence Answer(Incident incident, IncidentNumbers numbers, IReadOnlyList<TimelineEntry> timeline, DateTimeOffset now)
    {
        var length = Duration.Words(numbers.TimeAffected(now));
        var last = numbers.Affected[^1];
        var since = Moment.Of(numbers.Affected[0].Began);
        var state = timeline.LastOrDefault(entry => entry.To is not null) ?? timeline[0];
        var text = incident.State switch
        {
            IncidentState.Cancelled => $"{incident.Title} ({incident.Target}): cancelled {Duration.Words(state.At - timeline[0].At)} after it was opened.",
            IncidentState.Resolved or IncidentState.Closed when numbers.StillAffected =>
                $"{incident.Title} ({incident.Target}): resolved by an override after {length}. {RepairText.Clause(incident)}; "
                    + $"the incident is {State(incident)}.",
            _ when numbers.StillAffected =>
                $"{incident.Title} ({incident.Target}): not repaired yet, {length} so far, since {since}; the incident is {State(incident)}.",
            _ => $"{incident.Title} ({incident.Target}): repaired after {length}, "
                + $"from {since} to {Moment.Of(last.Until!.At)}{Gaps(numbers)}; the incident is {State(incident)}.",
        };
        return Cite(text, [.. numbers.Affected.SelectMany(stretch => new[] { stretch.From, stretch.Until ?? state }), state]);
    }

    private static SummarySentence Severity(Incident incident, IReadOnlyList<TimelineEntry> timeline) => Cite(
        $"Severity {incident.Severity}.",
        timeline.LastOrDefault(entry => entry.What is TimelineEvent.Changed { Field: IncidentField.Severity }) ?? timeline[0]);

    private static IEnumerable<SummarySentence> Nature(Incident incident, IReadOnlyList<TimelineEntry> timeline) => incident.Kind switch
    {
        IncidentKind.Backfilled => [Cite("It was written down afterwards, with the times that it had.", timeline[0])],
        var kind when !kind.Counts() =>
            [Cite($"It is {(kind is IncidentKind.Drill ? "a drill" : "maintenance")}: its numbers do not count.", timeline[0])],
        _ => [],
    };

    private static string Gaps(IncidentNumbers numbers) =>
        numbers.Affected.Count > 1 ? $", {numbers.Affected.Count} times; while it was back in between is not counted" : "";

    private static string State(Incident incident) => incident.State switch
    {
        IncidentState.Declared => "declared and not looked into yet",
        IncidentState.Assessing => "being assessed",
        IncidentState.Mitigating => "being mitigated",
        IncidentState.Verifying => "being verified",
        IncidentState.Monitoring => "being monitored",
        IncidentState.Resolved => "resolved",
        IncidentState.Closed => "closed",
        _ => "cancelled",
    };

    private IEnumerable<SummarySentence> Lengths(IncidentNumbers numbers)
    {
        if (numbers.ToAcknowledge is { } acknowledged)
        {
            yield return Cite($"{Who(acknowledged.Until)} acknowledged it after {Duration.Words(acknowledged.Length)}.", acknowledged.From, acknowledged.Until);
        }

        if (numbers.ToMitigate is { } mitigated)
        {
            yield return Cite($"Service was back {Duration.Words(mitigated.Length)} after the opening.", mitigated.From, mitigated.Until);
        }

        if (numbers.ToResolve is { } resolved)
        {
            yield return Cite($"It was resolved {Duration.Words(resolved.Length)} after the opening.", resolved.From, resolved.Until);
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

        if (incident is not { Runbook: { } runbook, State: not IncidentState.Cancelled } || Started(timeline) is not { } started)
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
        if (incident.Runbook is not { } runbook || Started(timeline) is not { } started)
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
        timeline.Where(entry => entry.Kind is TimelineKind.Note or TimelineKind.Update).Select(Said);

    private SummarySentence Said(TimelineEntry entry) => Cite($"{Who(entry)}, {Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry);

    /// <summary>What was left as it was when the incident ended, or is while it goes on.</summary>
    private static IEnumerable<SummarySentence> Open(Incident incident, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs)
    {
        foreach (var run in runs.Where(run => run.IsUnsettled))
        {
            if (EventsOf(run, timeline) is { Count: > 0 } events)
            {
                yield return Cite(Sentences.End($"{run.Label} {run.Call} {Words(run)}"), events);
            }
        }

        if (timeline.LastOrDefault(entry => entry.What is TimelineEvent.Checked) is { What: TimelineEvent.Checked { Results: var results } } last
            && CheckText.Failing(results) is { Length: > 0 } failing)
        {
            yield return Cite($"When they were last run, these checks failed: {failing}.", last);
        }

        if (incident.Runbook is { } runbook && Started(timeline) is { } started && StepStanding.Open(runbook, runs) is { Count: > 0 } steps)
        {
            yield return Cite($"Of the runbook nobody has done or skipped {Plural.Pick(steps.Count, "step", "steps")} {Steps(steps)}.", started);
        }
    }

    /// <summary>What a reader must not take for well: what no read has seen, and what no person has said.</summary>
    private static IEnumerable<SummarySentence> NotLookedAt(Incident incident, IReadOnlyList<TimelineEntry> timeline)
    {
        if (incident.Kind.HappensNow() && !timeline.Any(entry => entry is { Kind: TimelineKind.Finding or TimelineKind.Check }))
        {
            yield return Cite($"{incident.Target}: nothing was read of it.", timeline[0]);
        }

        foreach (var unseen in Unseen.Left(timeline).GroupBy(one => (one.By, one.What.Why), one => one.What.Call))
        {
            yield return Cite($"{string.Join(", ", unseen.Distinct())}: {Sentences.End(unseen.Key.Why)}", unseen.Key.By);
        }

        if (incident.State is not IncidentState.Cancelled && ImpactText.Suspected(incident) is { Count: > 0 } services && Started(timeline) is { } started)
        {
            yield return Cite($"Whether it was noticed, nobody has said of {string.Join(", ", services.Select(service => service.Name))}.", started);
        }
    }

    /// <summary>Neighbours together: <c>3, 5 to 7</c>.</summary>
    private static string Steps(IReadOnlyList<int> steps) => string.Join(", ", steps
        .Select((step, place) => (step, Run: step - place))
        .GroupBy(one => one.Run, one => one.step)
        .Select(run => run.Count() > 2 ? $"{run.First()} to {run.Last()}" : string.Join(", ", run)));

    /// <summary>When the runbook that counts now was taken.</summary>
    private static TimelineEntry? Started(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.LastOrDefault(entry => entry.What is TimelineEvent.RunbookStarted or TimelineEvent.Said { StartsRunbook: true });

    /// <summary>What a person said, or what was read that was wrong. Where nothing was, what was looked at.</summary>
    private IEnumerable<SummarySentence> Cause(IReadOnlyList<TimelineEntry> timeline)
    {
        if (Causes.Of(timeline) is { } cause)
        {
            yield return Cite($"{Source(cause)} {Sentences.End(cause.What is TimelineEvent.Said ? cause.Text : Causes.TextOf(cause))}", cause);
        }
        else if (timeline.Where(entry => entry.What is TimelineEvent.Found).ToList() is { Count: > 0 } looks)
        {
            var well = looks.SelectMany(entry => ((TimelineEvent.Found)entry.What).Calls).Distinct().ToList();
            yield return Cite($"None was found. {(well.Count > 0 ? $"What was read was well: {string.Join(", ", well)}." : "Nothing could be read.")}", looks);
        }
    }

    private string Source(TimelineEntry cause) => cause.What switch
    {
        TimelineEvent.CauseStated => $"{Who(cause)} says:",
        TimelineEvent.Checked => "These checks failed:",
        _ when cause.By is null => "The last assessment found:",
        _ => $"{Who(cause)} read:",
    };

    private IEnumerable<SummarySentence> Runs(IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs) =>
        from run in runs
        let events = EventsOf(run, timeline)
        where events.Count > 0
        select Cite(
            $"{run.Label} {run.Call}, asked for by {people.NameOf(run.RequestedBy)}{Approved(run)}: {Sentences.End(run.Outcome ?? Words(run))}",
            events);

    private string Approved(Run run) => run.Approval switch
    {
        { BreakGlass: true } => ", run without a second person",
        { } approval when approval.By == run.RequestedBy => " and confirmed by the same person",
        { } approval => $" and approved by {people.NameOf(approval.By)}",
        null => "",
    };

    private static string Words(Run run) => run.State switch
    {
        _ when run.IsWaiting => "waits for its approval",
        RunState.Approved => "is about to start",
        RunState.Running => "is running",
        RunState.Unknown => "nobody knows how it ended",
        RunState.Succeeded => "succeeded",
        RunState.Failed => "failed",
        RunState.Cancelled => "was cancelled",
        RunState.Rejected => "was rejected",
        _ => "was not approved in time",
    };

    private IEnumerable<SummarySentence> Exceptions(IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs)
    {
        foreach (var entry in timeline.Where(entry => entry.Kind is TimelineKind.Override))
        {
            yield return Cite($"{Who(entry)}: {Sentences.End(entry.Text)}", entry);
        }

        foreach (var entry in timeline.Where(entry => entry.What is TimelineEvent.Unwatched))
        {
            yield return Cite($"{Who(entry)}: {Sentences.End(entry.Text)}", entry);
        }

        foreach (var run in runs.Where(run => run.Approval is { BreakGlass: true }))
        {
            if (EventsOf(run, timeline) is { Count: > 0 } events)
            {
                var review = run.ReviewedBy is { } by ? $"{people.NameOf(by)} has reviewed it since." : "Nobody has reviewed it yet.";
                yield return Cite(
                    $"{people.NameOf(run.RequestedBy)} broke the glass for {run.Label} ({run.Approval!.Reason ?? "no reason given"}). {review}",
                    events);
            }
        }
    }

    private static IEnumerable<SummarySentence> Checks(IReadOnlyList<TimelineEntry> timeline) =>
        timeline.LastOrDefault(entry => entry.Kind is TimelineKind.Check) is { } check ? [Cite(Sentences.End(check.Text), check)] : [];

    private static List<TimelineEntry> EventsOf(Run run, IReadOnlyList<TimelineEntry> timeline) => [.. timeline.Where(entry => entry.What switch
    {
        TimelineEvent.RunMoved moved => moved.Run == run.Id,
        TimelineEvent.Said { Run: { } label } => label == run.Label,
        _ => false,
    })];

    private string Who(TimelineEntry entry) => entry.By is { } by ? people.NameOf(by) : "The bot";

    private static SummarySentence Cite(string text, params IEnumerable<TimelineEntry> events) =>
        new(text, [.. events.SelectMany(Numbers).Distinct().Order()]);

    /// <summary>Its own, and that of the entry that corrects it.</summary>
    private static IEnumerable<int> Numbers(TimelineEntry entry) => entry.Amended is { Last: var by } ? [entry.Sequence, by.Sequence] : [entry.Sequence];
}
