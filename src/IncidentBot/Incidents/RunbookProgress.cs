using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>
/// The runbook that an incident follows: exactly which text, and how far people have come. What cards and checks need is
/// copied here when it starts, so that neither depends on a file.
/// </summary>
/// <param name="Hash">Of the text that was pinned; see <see cref="PinnedRunbook"/>.</param>
/// <param name="Steps">How many there are; they are numbered from 1.</param>
public sealed record RunbookProgress(string Id, string Title, string Hash, int Steps, DateTimeOffset StartedAt)
{
    /// <summary>Why this one: named by a person, or what it was chosen by.</summary>
    public string Why { get; init; } = "";

    public IReadOnlyList<SeverityLevel> Severities { get; init; } = [];
    public IReadOnlyList<AffectedService> Services { get; init; } = [];

    /// <summary>Reads that must be healthy for the incident to be over, as they would be typed: <c>queue.status publishing</c>.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>The last outcome of each step that has one.</summary>
    public IReadOnlyList<StepOutcome> Outcomes { get; init; } = [];

    public StepOutcome? Of(int step) => Outcomes.FirstOrDefault(outcome => outcome.Step == step);

    public RunbookProgress With(StepOutcome outcome) => this with
    {
        Outcomes = [.. Outcomes.Where(other => other.Step != outcome.Step)
            .Append(outcome with { Times = (Of(outcome.Step)?.Times ?? 0) + 1 })
            .OrderBy(other => other.Step)],
    };
}

/// <summary>What became of a step, by whom.</summary>
/// <param name="By">Null when the bot itself took it, as in an assessment.</param>
public sealed record StepOutcome(int Step, StepState State, PersonId? By, DateTimeOffset At, string Result)
{
    /// <summary>The run that carries it out, as <c>R-12</c>; the step stands as its run stands.</summary>
    public string? Run { get; init; }

    /// <summary>How often the step has had an outcome, this one included.</summary>
    public int Times { get; init; } = 1;
}

public enum StepState
{
    /// <summary>A read, with what it found.</summary>
    Read,

    /// <summary>A change was asked for; see <see cref="StepOutcome.Run"/>.</summary>
    Requested,

    /// <summary>A change that had nothing left to change.</summary>
    NothingToDo,

    /// <summary>A person did it.</summary>
    Done,
    Skipped,
}

/// <param name="Impact">What people notice while it lasts; <c>{duration}</c> stands for how long it has lasted.</param>
public sealed record AffectedService(string Name, string Impact);

/// <param name="Respond">How soon somebody is expected to have taken it; null where the runbook does not say.</param>
public sealed record SeverityLevel(Severity Severity, string Means, TimeSpan? Respond);
