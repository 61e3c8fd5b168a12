using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Runbooks;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>The runbook of an incident: its steps with state, who and result. Whole for whoever asks, cut for the living message.</summary>
public sealed class RunbookCard(PeopleDirectory people)
{
    private const int PastShown = 8;
    private const int AheadShown = 5;

    /// <summary>More would not fit a message of any platform.</summary>
    private const int MostShown = 150;

    /// <summary>The living message: what people did last, what comes next, and how many lines were left out. What the bot read is in its finding.</summary>
    public Card Compact(Incident incident, RunbookProgress progress, Runbook runbook, IReadOnlyList<Run> runs)
    {
        var next = StepStanding.NextOpen(progress, runs);
        var past = progress.Outcomes.Where(outcome => outcome.By is not null).OrderByDescending(outcome => outcome.At).Take(PastShown)
            .Select(outcome => outcome.Step);
        var ahead = next is { } first
            ? runbook.Steps.Where(step => step.Number >= first && progress.Of(step.Number) is null).Take(AheadShown).Select(step => step.Number)
            : [];
        IReadOnlyList<int> shown = [.. past.Union(ahead).Order()];
        return Titled(incident, progress, runs) with
        {
            Blocks =
            [
                new CardBlock.Lines([.. shown.Select(runbook.Step).OfType<RunbookStep>().Select(step => Line(progress, step, runs))]),
                .. LeftOut(incident, progress, shown).Select(sentence => new CardBlock.Text(sentence)),
                Footnote(progress),
            ],
            Buttons = incident.IsOpen && next is not null ? [new CardButton("Next step", $"/runbook next {incident.Label}"), All(incident)] : [All(incident)],
        };
    }

    private static IEnumerable<string> LeftOut(Incident incident, RunbookProgress progress, IReadOnlyList<int> shown)
    {
        var read = progress.Outcomes.Count(outcome => outcome.By is null && !shown.Contains(outcome.Step));
        if (read > 0)
        {
            yield return $"{Plural.Of(read, "step was", "steps were")} read by the bot: its finding says what {Plural.Pick(read, "it", "they")} showed.";
        }

        if (progress.Steps - shown.Count - read is var more and > 0)
        {
            yield return $"{Plural.Of(more, "more step", "more steps")}: /runbook status {incident.Label}.";
        }
    }

    /// <summary>Every step under its section, for one person.</summary>
    /// <param name="changed">What has become of the file since; null when nothing has.</param>
    public Card Whole(
        Incident incident,
        RunbookProgress progress,
        Runbook runbook,
        IReadOnlyList<Run> runs,
        string? changed) => Titled(incident, progress, runs) with
        {
            Blocks =
        [
            .. changed is null ? Array.Empty<CardBlock>() : [new CardBlock.Text(changed)],
            .. runbook.Steps.Take(MostShown).GroupBy(step => step.Section.Count > 0 ? step.Section[0] : step.Stage.InPlaceOfHeading())
                .SelectMany(section =>
                    new CardBlock[] { new CardBlock.Text(section.Key), new CardBlock.Lines([.. section.Select(step => Line(progress, step, runs))]) }),
            .. runbook.Steps.Count > MostShown
                ? [new CardBlock.Text($"{runbook.Steps.Count - MostShown} more steps: /runbook show {progress.Id} <section>.")]
                : Array.Empty<CardBlock>(),
            Footnote(progress),
        ],
        };

    private static Card Titled(Incident incident, RunbookProgress progress, IReadOnlyList<Run> runs)
    {
        var over = StepStanding.Over(progress, runs);
        return new Card($"Runbook {progress.Id} of {incident.Label}: {over} of {progress.Steps} steps")
        {
            Tone = over == progress.Steps ? Tone.Good : Tone.Neutral,
        };
    }

    private static CardBlock.Footnote Footnote(RunbookProgress progress) =>
        new($"{progress.Title}. Text {progress.Hash[..8]}, pinned {Moment.Of(progress.StartedAt)}. {progress.Why}");

    private string Line(RunbookProgress progress, RunbookStep step, IReadOnlyList<Run> runs)
    {
        var standing = StepStanding.Of(progress, step.Number, runs);
        var who = standing.Outcome is not { } outcome ? "" : outcome.By is { } by ? $", {people.NameOf(by)}" : ", bot";
        var result = standing.Result.Length > 0 ? $": {standing.Result}" : "";
        return StepText.Cut($"{step.Number,3}  {standing.Word}{who}  {StepText.Cut(StepText.What(step), 60)}{result}");
    }

    private static CardButton All(Incident incident) => new("All steps", $"/runbook status {incident.Label}");
}
