using IncidentBot.Incidents;
using IncidentBot.Readings;

namespace IncidentBot.Actions;

/// <summary>What a read found: the answer, what to do about it, how sure it is, and last the evidence.</summary>
/// <param name="Answer">One sentence.</param>
public sealed record ActionReport(string Answer, bool Healthy)
{
    private readonly Gravity? gravity;
    private readonly bool? unread;

    /// <summary>What to do in words, the first thing first; what of it can be typed is in <see cref="Next"/>.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>How sure the answer is, and why; null where it says only what was read, and concludes nothing.</summary>
    public string? Certainty { get; init; }

    /// <summary>What was looked at and is well.</summary>
    public IReadOnlyList<string> RuledOut { get; init; } = [];

    /// <summary>What could not be looked at, and why; that is never the same as being well.</summary>
    public IReadOnlyList<string> NotSeen { get; init; } = [];

    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>True where the evidence is shown as the target gave it. Other lines are broken where they are too long for a phone.</summary>
    public bool IsRaw { get; init; }

    /// <summary>The numbers in it, for whatever keeps or compares them: nothing reads them out of the words.</summary>
    public IReadOnlyList<Reading> Readings { get; init; } = [];
    public IReadOnlyList<Suggestion> Next { get; init; } = [];

    /// <summary>The reads that ask about each thing that is wrong, where that is not this read itself: one for each queue of a list.</summary>
    public IReadOnlyList<Trouble> Troubled { get; init; } = [];

    /// <summary>As a check of an incident.</summary>
    /// <param name="mayBeRisk">Whether a risk passes: it is no outage, and is said to be one.</param>
    public CheckResult AsCheck(string name, bool mayBeRisk, DateTimeOffset at)
    {
        var isOnlyRisk = mayBeRisk && this is { Healthy: false, Gravity: Gravity.Risk };
        return new CheckResult(name, Healthy || isOnlyRisk, isOnlyRisk ? $"no outage, and a risk: {Answer}" : Answer, at) { Readings = Readings };
    }

    /// <summary>The name of the failure class, such as <c>REFUSED</c>, when there is one.</summary>
    public string? FailureClass { get; init; }

    /// <summary>The read itself was refused, was stopped or broke: whatever it says, it has not seen what it was to look at.</summary>
    public bool IsUnread
    {
        get => unread ?? (Gravity is Gravity.Unread || (Healthy && FailureClass is not null));
        init => unread = value;
    }

    /// <summary>Means nothing where all is well. Unless it is said, what has a failure class is an outage, and what has none is not.</summary>
    public Gravity Gravity
    {
        get => gravity ?? (FailureClass is null ? Gravity.Degraded : Gravity.Outage);
        init => gravity = value;
    }
}

/// <summary>One thing that is wrong, and the read that asks about it alone.</summary>
/// <param name="Problem">What is wrong, in one sentence.</param>
/// <param name="Gravity">Of this one: others of the same list may be worse.</param>
public sealed record Trouble(ActionCall Read, string Problem, Gravity Gravity);

/// <summary>A command that would make sense next.</summary>
public sealed record Suggestion(string Label, string Command);
