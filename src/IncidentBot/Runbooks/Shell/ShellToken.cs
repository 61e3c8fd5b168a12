namespace IncidentBot.Runbooks.Shell;

internal enum ShellTokenKind
{
    Space,
    Newline,
    Comment,
    Word,

    /// <summary>A separator: <c>|</c>, <c>&amp;&amp;</c>, <c>;</c>, a parenthesis.</summary>
    Operator,
    Redirect,

    /// <summary>The lines of a here-document, its end line included.</summary>
    HereDocument,
}

/// <summary>A piece of the source. All tokens of a text, put together, are the text.</summary>
/// <param name="Value">What the shell would see without quotes; substitutions stay as they were written.</param>
internal sealed record ShellToken(ShellTokenKind Kind, int Start, int Length, string Value)
{
    public int End => Start + Length;

    /// <summary>True where part of the word was quoted, so that it cannot be a keyword.</summary>
    public bool Quoted { get; init; }

    /// <summary>The text inside each <c>$(…)</c> and pair of backticks. Noted, never evaluated.</summary>
    public IReadOnlyList<string> Substitutions { get; init; } = [];

    /// <summary>What is wrong with it: a quote that never closes.</summary>
    public string? Fault { get; init; }
}
