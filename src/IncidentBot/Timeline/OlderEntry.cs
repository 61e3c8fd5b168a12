using System.Text.RegularExpressions;
using IncidentBot.Incidents;

namespace IncidentBot.Timeline;

/// <summary>
/// Reads an entry that was written before events had types. The only code that looks for a meaning in text: what summaries
/// of old incidents need, and nothing else.
/// </summary>
public static partial class OlderEntry
{
    private const string RunbookStarted = "follows the runbook ";

    public static TimelineEvent Read(TimelineKind kind, IncidentState? from, IncidentState? to, string text) => new TimelineEvent.Said(kind)
    {
        From = from,
        To = to,
        Run = kind is TimelineKind.Run ? RunLabel().Match(text) is { Success: true } label ? label.Value : null : null,
        StartsRunbook = kind is TimelineKind.Runbook && text.StartsWith(RunbookStarted, StringComparison.Ordinal),
    };

    /// <summary>Such an entry began with the run that it told of.</summary>
    [GeneratedRegex("^R-[0-9]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RunLabel();
}
