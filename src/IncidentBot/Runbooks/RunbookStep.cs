using System.Diagnostics.CodeAnalysis;
using IncidentBot.Actions;

namespace IncidentBot.Runbooks;

/// <summary>One thing that the runbook tells somebody to do.</summary>
/// <param name="Line">In the file, counted from 1.</param>
/// <param name="Section">The headings above it, outermost first.</param>
/// <param name="Source">As written; secrets masked.</param>
/// <param name="Becomes">What is done instead, as somebody would type it or do it.</param>
/// <param name="Action">The action of the catalogue, where <paramref name="Class"/> is native or guarded.</param>
public sealed record RunbookStep(
    int Line,
    int EndLine,
    RunbookStage Stage,
    IReadOnlyList<string> Section,
    string Source,
    StepClass Class,
    string Becomes,
    string Why,
    ActionId? Action)
{
    /// <summary>From 1, in the order of the document.</summary>
    public int Number { get; init; }

    /// <summary>What follows the name of the action; a placeholder stands where a value has to be given.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
    public Risk? Risk { get; init; }

    /// <summary>What whoever runs it has to give, in this order: <c>&lt;client_id&gt;</c>.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    [MemberNotNullWhen(true, nameof(Action))]
    public bool CanRun => Action is not null && Class is StepClass.Native or StepClass.Guarded;

    /// <summary>The words with what was given in the place of what was missing; what is left over follows at the end.</summary>
    public IReadOnlyList<string> Filled(IReadOnlyList<string> given)
    {
        var (values, target) = SplitTarget(given);
        var (own, ownTarget) = SplitTarget(Words);
        var rest = new Queue<string>(values);
        var filled = own.Select(word => Placeholder.Is(word) && rest.TryDequeue(out var value) ? value : word).ToList();

        // A target that is given counts, and not the one that the runbook names.
        return [.. filled, .. rest, .. target.Count > 0 ? target : ownTarget];
    }

    private static (IReadOnlyList<string> Values, IReadOnlyList<string> Target) SplitTarget(IReadOnlyList<string> words) =>
        words.Count >= 2 && words[^2].Equals("on", StringComparison.OrdinalIgnoreCase) ? ([.. words.SkipLast(2)], [.. words.TakeLast(2)]) : (words, []);
}

/// <summary>A block that holds no commands, such as sample output.</summary>
public sealed record RunbookAside(int Line, int EndLine, string What);
