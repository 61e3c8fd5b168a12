using IncidentBot.Actions;
using IncidentBot.Runbooks;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>A step in words, short enough for a phone.</summary>
internal static class StepText
{
    public const int LongestLine = 110;

    /// <summary>What is done: the command for a step that can be run, the instruction as it is written for a person's.</summary>
    public static string What(RunbookStep step) => step.CanRun ? step.Becomes : OneLine.Words(step.Source);

    /// <summary><c>reads</c>, <c>change</c>, <c>destructive</c>, or what the step is instead.</summary>
    public static string Kind(RunbookStep step) => step switch
    {
        { CanRun: true, Risk: Risk.Observe } => step.Class is StepClass.Guarded ? "reads, guarded" : "reads",
        { CanRun: true, Risk: { } risk } => $"{risk.ToString().ToLowerInvariant()}{(step.Class is StepClass.Guarded ? ", guarded" : "")}",
        _ => step.Class.Text(),
    };

    public static string Where(RunbookStep step) => step.Section.Count > 0 ? string.Join(" / ", step.Section) : step.Stage.InPlaceOfHeading();

    public static string Cut(string text, int length = LongestLine) => text.Length <= length ? text : $"{text[..(length - 1)].TrimEnd()}…";
}
