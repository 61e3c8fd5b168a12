using IncidentBot.People;

namespace IncidentBot.Commands;

/// <summary>What a line that is being typed could go on with.</summary>
/// <param name="Hint">What is to be typed next, in words; null where nothing more is.</param>
/// <param name="IsHalf">The last word is the beginning of one that there is, and nothing by itself: sent as it stands, it would be refused.</param>
public sealed record Completion(IReadOnlyList<Suggestion> Suggestions, string? Hint = null, bool IsHalf = false)
{
    public static readonly Completion None = new([]);
}

/// <param name="Line">The whole line, once this is taken.</param>
/// <param name="Label">What is chosen: <c>/redis ping [on &lt;target&gt;]</c>, <c>INC-7</c>.</param>
/// <param name="Help">What it is.</param>
public sealed record Suggestion(string Line, string Label, string Help);

/// <summary>For a door whose page completes lines, which need not know what the bot consists of.</summary>
/// <param name="earlier">Lines that were typed or offered before in the place, the newest first.</param>
public delegate Task<Completion> CompletionOf(string typed, Person by, IReadOnlyList<string> earlier, CancellationToken ct);
