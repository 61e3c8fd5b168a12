namespace IncidentBot.Runbooks.Shell;

/// <summary>A shell text, taken apart. Every token is in one pipeline, a comment, or part of the structure around them.</summary>
/// <param name="Structure">Keywords, separators and loop headers: what runs nothing by itself.</param>
internal sealed record ShellScript(IReadOnlyList<ShellPipeline> Pipelines, IReadOnlyList<ShellToken> Comments, IReadOnlyList<ShellToken> Structure)
{
    /// <summary>The comments that stand in no pipeline. Both are in the order of the text.</summary>
    public IEnumerable<ShellToken> CommentsOutside()
    {
        var next = 0;
        foreach (var comment in Comments)
        {
            while (next < Pipelines.Count && Pipelines[next].End < comment.End)
            {
                next++;
            }

            if (next == Pipelines.Count || comment.Start < Pipelines[next].Start)
            {
                yield return comment;
            }
        }
    }
}

/// <summary>Commands joined by <c>|</c>; the unit that gets a line in the table.</summary>
/// <param name="Text">As written.</param>
/// <param name="Context">Where it stands: <c>in a loop over …</c>.</param>
internal sealed record ShellPipeline(IReadOnlyList<ShellCommand> Commands, int Start, int End, string Text, IReadOnlyList<string> Context)
{
    /// <summary>Why it could not be read.</summary>
    public string? Fault { get; init; }

    /// <summary>The group or loop before the pipe that feeds it: <c>(echo A; echo B) | nc host 6379</c>.</summary>
    public string? FedBy { get; init; }
}

internal sealed record ShellCommand(IReadOnlyList<ShellWord> Words, IReadOnlyList<ShellWord> Assignments, IReadOnlyList<ShellRedirect> Redirects)
{
    /// <summary>Everything that is run to make the command.</summary>
    public IEnumerable<string> Substitutions =>
        Words.Concat(Assignments).SelectMany(word => word.Substitutions).Concat(Redirects.SelectMany(redirect => redirect.Substitutions));
}

/// <param name="Value">Without its quotes.</param>
/// <param name="Substitutions">The text inside each <c>$(…)</c>.</param>
internal sealed record ShellWord(string Value, IReadOnlyList<string> Substitutions)
{
    /// <summary>True where the value is not in the runbook: a variable or a placeholder.</summary>
    public bool IsOpen => ShellText.IsOpen(Value);

    public override string ToString() => Value;
}

/// <param name="Body">The lines of a here-document, or the text of a here-string.</param>
internal sealed record ShellRedirect(string Sign, string Target, string? Body)
{
    /// <summary>The text inside each <c>$(…)</c> and <c>&lt;(…)</c> of the target.</summary>
    public IReadOnlyList<string> Substitutions { get; init; } = [];

    public bool Reads => Sign.StartsWith('<');

    public bool Writes => Sign.Contains('>', StringComparison.Ordinal) && !Sign.EndsWith('&') && Target != "/dev/null";
}
