using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>Something to be done because of an incident: by whom and until when, as far as somebody has said. It outlives the incident.</summary>
/// <param name="Owner">Null while nobody has it.</param>
/// <param name="Due">Null where nobody has said; see <see cref="IncidentPolicy.TaskTime"/>.</param>
/// <param name="By">Who gave it. Null only in what nobody could be named for.</param>
public sealed record IncidentTask(int Number, string What, PersonId? Owner, DateTimeOffset? Due, PersonId? By, DateTimeOffset At)
{
    /// <summary>Null while it is to be done.</summary>
    public TaskEnd? End { get; init; }

    /// <summary>As people type it.</summary>
    public string Label => $"t{Number}";

    public bool IsOpen => End is null;
}

/// <param name="IsDone">False where it was dropped.</param>
/// <param name="Why">Of one that was dropped; of one that is done what came of it, where somebody has said.</param>
public sealed record TaskEnd(bool IsDone, string Why, PersonId? By, DateTimeOffset At);
