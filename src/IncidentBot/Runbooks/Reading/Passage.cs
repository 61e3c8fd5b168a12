namespace IncidentBot.Runbooks.Reading;

internal enum PassageKind
{
    Shell,

    /// <summary>Calls of the catalogue, one per line.</summary>
    Action,
    Redis,
    Sql,
    Lua,

    /// <summary>A program in another language.</summary>
    Code,

    /// <summary>Settings: YAML, TOML, redis.conf.</summary>
    Settings,

    /// <summary>Output, a template, a drawing: nothing to run.</summary>
    Output,

    /// <summary>A command within a sentence or a table cell.</summary>
    Inline,

    /// <summary>Markdown that the parser gives up on.</summary>
    Unreadable,

    /// <summary>A sentence that tells somebody to do something.</summary>
    Instruction,
}

/// <summary>A part of the document that may tell somebody to do something.</summary>
/// <param name="Line">Of its first line of text in the file, counted from 1.</param>
/// <param name="Language">What the fence says, for people.</param>
internal sealed record Passage(PassageKind Kind, int Line, string Text, string Language, RunbookStage Stage, IReadOnlyList<string> Section)
{
    /// <summary>The sentence says that it must not be done.</summary>
    public bool IsForbidden { get; init; }

    public int EndLine => Line + Text.AsSpan().TrimEnd('\n').Count('\n');
}

internal sealed record DocumentText(
    string Title,
    IReadOnlyList<Passage> Passages,
    IReadOnlyList<RunbookSection> Sections,
    IReadOnlyList<RunbookSymptom> Symptoms,
    IReadOnlyList<RunbookNote> Notes);
