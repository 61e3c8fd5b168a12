using IncidentBot.Measurements;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>What has become of a measurement, in words.</summary>
internal static class LengthText
{
    public static string Of(MeasuredLength length) => length switch
    {
        MeasuredLength.Recorded recorded => $"{Duration.Words(recorded.Length)}{Cited(recorded.Entries)}"
            + string.Concat(recorded.Notes.Select(note => $"; {note}")),
        MeasuredLength.Pending pending => $"not yet: waits for {Measuring.Words(pending.For)}",
        MeasuredLength.NotApplicable none => $"none: {none.Why}",
        MeasuredLength.Invalid wrong => $"NOT VALID, counts in nothing: {wrong.Why}{Cited(wrong.Entries)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>With a blank before it; empty where nothing is cited.</summary>
    public static string Cited(IReadOnlyCollection<int> entries) =>
        entries.Count == 0 ? "" : $" [{string.Join(' ', entries.Distinct().Order().Select(number => $"e{number}"))}]";
}
