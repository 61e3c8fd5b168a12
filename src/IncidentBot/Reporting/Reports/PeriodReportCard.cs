using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Reporting.Reports;

/// <summary>A report in the chat: what a manager reads in a minute. All of it is on the page, and in the files.</summary>
public static class PeriodReportCard
{
    private const int Shown = 5;

    public static Card Draw(Report report)
    {
        var title = $"{Plural.Of(report.Incidents.Count, "incident")} in {report.Period.Words}, {report.Before} in those before";
        return new Card(title)
        {
            Tone = report.Measurements.Any(measured => measured.Invalid.Count > 0) ? Tone.Warning : Tone.Neutral,
            Blocks =
            [
                .. Fields(report).ToList() is { Count: > 0 } fields ? [new CardBlock.Fields(fields)] : Array.Empty<CardBlock>(),
                .. report.Incidents.Count > 0
                    ? Array.Empty<CardBlock>()
                    : [new CardBlock.Text("Nothing happened that counts, so there is nothing to measure.")],
                .. ReportText.Apart(report) is { } apart ? [new CardBlock.Text(apart)] : Array.Empty<CardBlock>(),
                .. ReportText.Notes(report).Select(note => new CardBlock.Footnote(note)),
            ],
            Buttons =
            [
                .. ReportPeriod.All.Where(other => other != report.Period)
                    .Select(other => new CardButton($"{char.ToUpperInvariant(other.Words[0])}{other.Words[1..]}", $"/incident report {other.Name}")),
                new CardButton("As CSV", $"/incident report {report.Period.Name} csv"),
            ],
        };
    }

    /// <summary>As files of other programs.</summary>
    public static Card Attach(Report report, string ending, string mediaType, string content) =>
        new($"{Plural.Of(report.Incidents.Count, "incident")} in {report.Period.Words}, {ending}")
        {
            Blocks = [new CardBlock.File(report.Period.FileName(report.Until, ending), mediaType, content)],
        };

    private static IEnumerable<CardField> Fields(Report report)
    {
        if (report.Incidents.Count + report.Before > 0)
        {
            yield return new CardField("Severity", Counts(report.BySeverity));
            yield return new CardField("Service", Counts(report.ByService));
            yield return new CardField("Cause", Counts(report.ByCause));
        }

        foreach (var measured in report.Measurements.Where(one => one.Recorded is not null || one.Before is not null || one.Invalid.Count > 0))
        {
            yield return new CardField(measured.Measurement.Title, ReportText.Of(measured));
        }

        if (report.Responses.Count > 0)
        {
            yield return new CardField("Response in time", string.Join(", ", report.Responses.Select(kept => $"{kept.Name} {ReportText.Of(kept)}")));
        }

        if (report.Updates is { } updates)
        {
            yield return new CardField("Updates in time", ReportText.Of(updates));
        }

        if (report.ApprovalWaits is { } waits)
        {
            yield return new CardField("Waited for approval", ReportText.Of(waits));
        }

        if (report.Verifications is { } checks)
        {
            yield return new CardField("Checks ran for", ReportText.Of(checks));
        }

        if (report.Repeats.Count > 0)
        {
            yield return new CardField("Again", Lines(report.Repeats, ReportText.Of));
        }

        if (report.Actions.Count > 0)
        {
            yield return new CardField("Actions", Lines(report.Actions, used => $"{used.Action}: {ReportText.Of(used)}"));
        }

        if (report.Overridden.Count + report.BrokenGlass.Count > 0)
        {
            yield return new CardField("Without the usual", string.Join("; ", new[]
            {
                report.Overridden.Count > 0 ? $"override {string.Join(", ", report.Overridden.Take(Shown))}" : null,
                report.BrokenGlass.Count > 0 ? $"broken glass {string.Join(", ", report.BrokenGlass.Take(Shown))}" : null,
            }.OfType<string>()));
        }

        if (report.Overdue.Count > 0)
        {
            yield return new CardField("Overdue", Lines(report.Overdue, ReportText.Of));
        }
    }

    private static string Counts(IReadOnlyList<Compared> all) =>
        all.Count == 0 ? "none is named"
        : string.Join(", ", all.Take(Shown).Select(ReportText.Of)) + (all.Count > Shown ? $" and {all.Count - Shown} more" : "");

    private static string Lines<T>(IReadOnlyList<T> all, Func<T, string> line) =>
        string.Join('\n', all.Take(Shown).Select(line)) + (all.Count > Shown ? $"\nand {all.Count - Shown} more" : "");
}
