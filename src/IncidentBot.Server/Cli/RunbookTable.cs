using System.Globalization;
using System.Text;
using IncidentBot.Runbooks;
using IncidentBot.Words;

namespace IncidentBot.Cli;

/// <summary>The answer for people: one entry per step, totals at the end.</summary>
internal static class RunbookTable
{
    private const int LongestSource = 100;

    public static string Render(IReadOnlyList<CheckedRunbook> reports)
    {
        var text = new StringBuilder();
        foreach (var one in reports)
        {
            Render(text, one);
        }

        if (reports.Count > 1)
        {
            var classes = reports.SelectMany(one => one.Report.Steps).GroupBy(step => step.Class).OrderBy(group => group.Key);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"All {reports.Count} files: {Totals(classes.ToDictionary(group => group.Key, group => group.Count()))}");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Render(StringBuilder text, CheckedRunbook one)
    {
        var (file, report) = (one.File, one.Report);
        text.AppendLine(CultureInfo.InvariantCulture, $"{file}  {(report.Title.Length > 0 ? report.Title : "(no title)")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"sha256 {report.Hash}").AppendLine();
        foreach (var step in report.Steps)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{step.Line,5}  {step.Stage.Text(),-13}  {step.Class.Text(),-12}  {Source(step.Source)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"       -> {step.Becomes}");
            text.AppendLine(CultureInfo.InvariantCulture, $"       {step.Why}");
        }

        foreach (var aside in report.Asides)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{aside.Line,5}  not commands: {aside.What}, up to line {aside.EndLine}");
        }

        foreach (var fault in one.Faults)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{fault}");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{report.Steps.Count} steps: {Totals(report.Totals)}").AppendLine();
    }

    private static string Totals(IReadOnlyDictionary<StepClass, int> totals) => totals.Count == 0
        ? "no command and no instruction was found."
        : $"{string.Join(", ", totals.Select(total => string.Create(CultureInfo.InvariantCulture, $"{total.Value} {total.Key.Text()}")))}"
            + $"{(totals.ContainsKey(StepClass.Unknown) ? "" : ", none unknown")}";

    private static string Source(string source)
    {
        var safe = Printable.Marked(OneLine.Words(source));
        return safe.Length <= LongestSource ? safe : safe[..LongestSource] + "…";
    }
}
