using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>What was done: who asked for it, who approved it and after how long, and what was measured after it.</summary>
internal sealed class Deeds(PeopleDirectory people)
{
    /// <summary>For whoever learns from it: every run, and every step that a person did or left out.</summary>
    public IEnumerable<SummarySentence> All(SummaryFacts facts)
    {
        foreach (var run in facts.Runs)
        {
            if (RunSentences.EventsOf(run, facts.Timeline) is not { Count: > 0 } events)
            {
                continue;
            }

            yield return Cite(
                $"{run.Label} {run.Call}: {AskedFor(run)}{Took(run)}: {Sentences.End(run.Outcome ?? RunSentences.Words(run))}"
                    + (run.Evidence.Count > 0 ? $" Measured: {Sentences.End(string.Join("; ", run.Evidence.Select(line => line.Trim().TrimEnd('.'))))}" : ""),
                events);
            if (run is { StartedAt: not null, EndedAt: { } ended } && NextLook(facts, ended) is { } look)
            {
                yield return Cite($"The first look after {run.Label}, at {Moment.Of(look.At)}: {Sentences.End(look.Text)}", [.. events, look]);
            }
        }

        foreach (var entry in facts.Timeline.Where(entry => entry.What is TimelineEvent.StepDone))
        {
            yield return Cite($"{people.WhoOf(entry)}, {Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry);
        }
    }

    /// <summary>For whoever was not there: what changed something, or tried to.</summary>
    public IEnumerable<SummarySentence> InShort(SummaryFacts facts)
    {
        var any = false;
        foreach (var run in facts.Runs.Where(run => run.StartedAt is not null || run.State is RunState.Succeeded or RunState.Failed or RunState.Unknown))
        {
            if (RunSentences.EventsOf(run, facts.Timeline) is { Count: > 0 } events)
            {
                any = true;
                var how = run.State switch
                {
                    RunState.Succeeded => "",
                    RunState.Failed => "It failed. ",
                    RunState.Cancelled => "It was stopped. ",
                    RunState.Unknown => "Nobody knows how it ended. ",
                    _ => "It is under way. ",
                };
                yield return Cite($"A change was {AskedFor(run)}. {how}{(run.Outcome is { } outcome ? Sentences.End(outcome) : "")}".TrimEnd(), events);
            }
        }

        foreach (var entry in facts.Timeline.Where(entry => entry.What is TimelineEvent.StepDone { How: StepState.Done }))
        {
            any = true;
            var step = (TimelineEvent.StepDone)entry.What;
            var done = step.Result.Length > 0 ? $"{step.Task.TrimEnd('.')}. {step.Result}" : step.Task;
            yield return Cite($"{people.WhoOf(entry)} did: {Sentences.End(done)}", entry);
        }

        foreach (var entry in facts.Timeline.Where(entry => entry.What is TimelineEvent.Overridden { How: OverrideStep.Approved }))
        {
            any = true;
            yield return Cite($"{people.WhoOf(entry)} {Sentences.End(entry.Text)}", entry);
        }

        if (!any)
        {
            yield return Cite("No change was made through the bot.", facts.LastStep);
        }
    }

    /// <summary>How long an approval was waited for; null where it needed none, or went without.</summary>
    public static TimeSpan? Waited(Run run) =>
        run.Approval is { BreakGlass: false } approval && approval.By != run.RequestedBy ? approval.At - run.RequestedAt : null;

    private static TimelineEntry? NextLook(SummaryFacts facts, DateTimeOffset ended) => facts.Timeline.FirstOrDefault(entry =>
        entry.At >= ended && entry.What is (TimelineEvent.Checked or TimelineEvent.Looked or TimelineEvent.Found { Way: FoundBy.Assessment }));

    private string AskedFor(Run run) => $"asked for by {people.NameOf(run.RequestedBy)}" + run.Approval switch
    {
        { BreakGlass: true } => $" and run without a second person ({run.Approval.Reason ?? "no reason given"})",
        { } approval when approval.By == run.RequestedBy => ", confirmed by the same person",
        { } approval => $", approved by {people.NameOf(approval.By)}"
            + (Waited(run) is { } waited && waited > TimeSpan.Zero ? $" after {Duration.Words(waited)}" : ""),
        null => "",
    };

    private static string Took(Run run) => run is { StartedAt: { } started, EndedAt: { } ended } ? $", took {Duration.Measured(ended - started)}" : "";
}
