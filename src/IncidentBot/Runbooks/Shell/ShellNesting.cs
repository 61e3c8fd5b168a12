namespace IncidentBot.Runbooks.Shell;

/// <summary>
/// What is open where the parser stands, innermost last: a loop, a condition, a function with what is to be noted of it; brackets
/// with nothing.
/// </summary>
internal sealed class ShellNesting
{
    /// <summary>Of deeper nesting only the innermost is noted: nobody reads more, and each command would carry all of it.</summary>
    private const int DeepestNoted = 6;

    private readonly Stack<(string Note, int Start)> open = new();

    /// <summary>Of those that say something.</summary>
    private readonly List<string> notes = [];

    public IReadOnlyList<string> Notes => [.. notes.TakeLast(DeepestNoted)];

    /// <summary>What was closed last and may be followed by a pipe.</summary>
    public (int Start, int End)? Closed { get; private set; }

    public bool HasBrackets => open.Count > notes.Count;

    public bool IsInFunction => open.TryPeek(out var innermost) && innermost.Note.StartsWith("in the function", StringComparison.Ordinal);

    public void Open(string note, ShellToken token)
    {
        open.Push((note, token.Start));
        if (note.Length > 0)
        {
            notes.Add(note);
        }
    }

    public void Leave(ShellToken token)
    {
        if (!open.TryPop(out var innermost))
        {
            return;
        }

        Closed = (innermost.Start, token.End);
        if (innermost.Note.Length > 0)
        {
            notes.RemoveAt(notes.Count - 1);
        }
    }
}
