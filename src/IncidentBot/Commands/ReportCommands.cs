using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.People;
using IncidentBot.Reporting.Reports;

namespace IncidentBot.Commands;

/// <summary><c>/incident report</c>: what happened in a time, what it came to, and whether it gets better.</summary>
public sealed class ReportCommands(ReportDesk desk)
{
    private static readonly Parameter Period = new("period", "how far back", ReportPeriod.Month.Name)
    {
        Kind = ParameterKind.Choice,
        Choices = [.. ReportPeriod.All.Select(period => period.Name)],
        Notation = string.Join('|', ReportPeriod.All.Select(period => period.Name)),
    };

    private static readonly Parameter Form = new("form", "a file instead of a message", "csv")
    {
        Kind = ParameterKind.Choice,
        Choices = ["csv", "json"],
        Notation = "csv|json",
    };

    public IEnumerable<Command> Table =>
    [
        new(
            "/incident report",
            [Period, Form],
            "Reports on the incidents of a time: counts, how long everything took, what happens again",
            Permissions.Observe,
            (context, ct) => desk.AnswerAsync(
                context.Request, ReportPeriod.Read(context.Find(Period) ?? "") ?? ReportPeriod.Month, context.Find(Form), ct)),
    ];
}
