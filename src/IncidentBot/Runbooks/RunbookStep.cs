using IncidentBot.Actions;

namespace IncidentBot.Runbooks;

/// <summary>One thing that the runbook tells somebody to do.</summary>
/// <param name="Line">In the file, counted from 1.</param>
/// <param name="Section">The headings above it, outermost first.</param>
/// <param name="Source">As written; secrets masked.</param>
/// <param name="Becomes">What is done instead, as somebody would type it or do it.</param>
/// <param name="Action">The action of the catalogue, where <paramref name="Class"/> is native or guarded.</param>
public sealed record RunbookStep(int Line, int EndLine, RunbookStage Stage, IReadOnlyList<string> Section, string Source, StepClass Class, string Becomes, string Why, ActionId? Action);

/// <summary>A block that holds no commands, such as sample output.</summary>
public sealed record RunbookAside(int Line, int EndLine, string What);
