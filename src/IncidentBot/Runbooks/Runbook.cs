using IncidentBot.Incidents;

namespace IncidentBot.Runbooks;

/// <summary>A runbook as it was understood. Everything but the steps may be missing: an unmodified Markdown file is one too.</summary>
public sealed record Runbook
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string File { get; init; }
    public required RunbookText Text { get; init; }

    /// <summary>The system it is for, as targets name it; null for any.</summary>
    public string? System { get; init; }
    public IReadOnlyList<SeverityLevel> Severities { get; init; } = [];
    public IReadOnlyList<AffectedService> Services { get; init; } = [];

    /// <summary>Those of the front matter first, then those of the symptom lists, in the order of the file.</summary>
    public IReadOnlyList<RunbookSymptom> Symptoms { get; init; } = [];

    /// <summary>Reads that have to be healthy at the end, as they would be typed without the slash.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];
    public IReadOnlyList<RunbookStep> Steps { get; init; } = [];
    public IReadOnlyList<RunbookSection> Sections { get; init; } = [];
    public IReadOnlyList<RunbookNote> Notes { get; init; } = [];
    public IReadOnlyList<RunbookFault> Faults { get; init; } = [];

    public string Hash => Text.Hash;

    public RunbookStep? Step(int number) => number >= 1 && number <= Steps.Count ? Steps[number - 1] : null;

    /// <summary>The steps of a section and of what is below it; all of them for null.</summary>
    public IReadOnlyList<RunbookStep> StepsOf(RunbookSection? section) => section is null ? Steps : [.. Steps.Where(step => section.Holds(step.Section))];

    /// <summary>The section with this heading, without regard to its number, or else the only one that has these words.</summary>
    public RunbookSection? FindSection(string heading)
    {
        var typed = RunbookSection.Plain(heading);
        return Sections.FirstOrDefault(section => section.Name == typed)
            ?? (Sections.Where(section => section.Name.Contains(typed, StringComparison.Ordinal)).ToList() is [var only] ? only : null);
    }
}

/// <param name="Path">The headings down to this one, outermost first.</param>
public sealed record RunbookSection(int Line, IReadOnlyList<string> Path)
{
    public string Heading => Path[^1];

    /// <summary>For comparing: lower case, without <c>2.1</c> in front.</summary>
    public string Name { get; } = Plain(Path[^1]);

    public bool Holds(IReadOnlyList<string> path) => path.Count >= Path.Count && path.Take(Path.Count).SequenceEqual(Path);

    public static string Plain(string heading) => heading.TrimStart([.. "0123456789.) "]).Trim().TrimEnd(':').ToLowerInvariant();
}

/// <summary>Something people see, and the section that answers it.</summary>
/// <param name="Section">Null for the runbook as a whole.</param>
/// <param name="Declared">True when the front matter says so; false for an entry of a list of symptoms.</param>
public sealed record RunbookSymptom(int Line, string Text, RunbookSection? Section, bool Declared)
{
    /// <summary>What stands in code within <see cref="Text"/>: error texts, as a rule.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];
}

/// <summary>Text to be read: prose, a table row, a template.</summary>
public sealed record RunbookNote(int Line, IReadOnlyList<string> Section, string Text);
