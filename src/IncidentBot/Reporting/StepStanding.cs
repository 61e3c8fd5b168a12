using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;

namespace IncidentBot.Reporting;

/// <summary>How a step stands: as its outcome says, or as the run that carries it out does.</summary>
/// <param name="IsOver">Nothing more is to be done about it.</param>
internal sealed record StepStanding(string Word, bool IsOver, StepOutcome? Outcome, string Result)
{
    /// <param name="runs">Those of the incident.</param>
    public static StepStanding Of(RunbookProgress progress, int step, IReadOnlyList<Run> runs) => progress.Of(step) switch
    {
        null => new StepStanding("open", false, null, ""),
        { State: StepState.Requested } outcome when runs.FirstOrDefault(run => run.Label == outcome.Run) is { } run =>
            new StepStanding(
                RunText.StateInWords(run.State),
                run.State is RunState.Succeeded,
                outcome,
                run.Outcome is { } ended ? $"{run.Label}: {ended}" : run.Label),
        { State: StepState.Requested } outcome => new StepStanding("asked for", false, outcome, outcome.Result),
        { State: StepState.NothingToDo } outcome => new StepStanding("nothing to do", true, outcome, outcome.Result),
        var outcome => new StepStanding(outcome.State.ToString().ToLowerInvariant(), true, outcome, outcome.Result),
    };

    public static int Over(RunbookProgress progress, IReadOnlyList<Run> runs) => progress.Outcomes.Count(outcome => Of(progress, outcome.Step, runs).IsOver);

    /// <summary>The first step that is neither over nor under way; null when there is none.</summary>
    public static int? NextOpen(RunbookProgress progress, IReadOnlyList<Run> runs) => Open(progress, runs) is [var first, ..] ? first : null;

    /// <summary>The steps that are neither over nor under way.</summary>
    public static IReadOnlyList<int> Open(RunbookProgress progress, IReadOnlyList<Run> runs) =>
        [.. Enumerable.Range(1, progress.Steps).Where(step => Of(progress, step, runs) is { IsOver: false } standing && !IsUnderWay(standing, runs))];

    private static bool IsUnderWay(StepStanding standing, IReadOnlyList<Run> runs) =>
        standing.Outcome?.Run is { } label && runs.FirstOrDefault(run => run.Label == label) is { IsUnsettled: true };
}
