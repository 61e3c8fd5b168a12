using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Actions;

/// <summary>What a log says: first how many of its lines matter and what the last of them means, then the lines.</summary>
internal static class LogReport
{
    public static ActionReport Of(string whose, IReadOnlyList<string> lines, int shown)
    {
        var read = lines.Select(line => (Line: line, Meaning: LogLines.WhyItMatters(line))).ToArray();
        var marked = read.Where(one => one.Meaning is not null).ToArray();
        return new ActionReport(
            lines.Count == 0 ? $"{whose}: nothing is logged"
            : marked.Length == 0 ? $"{whose}: none of the last {lines.Count} lines looks like trouble"
            : $"{whose}: {marked.Length} of the last {lines.Count} lines {Plural.Pick(marked.Length, "looks", "look")} like trouble; "
                + $"the last: {marked[^1].Meaning}",
            Healthy: marked.Length == 0)
        {
            Evidence = [.. read.TakeLast(shown).Select(one => one.Meaning is null ? $"  {one.Line}" : $"> {one.Line}")],
            Readings = Reading.Known(Reading.Count("log.lines", lines.Count), Reading.Count("log.lines_in_trouble", marked.Length)),
        };
    }
}
