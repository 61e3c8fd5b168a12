using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting.Reports;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Desk;

/// <summary>What happened in a time, for whoever asks: as far as they may see it.</summary>
public sealed class ReportDesk(ILedger ledger, IIncidentStore incidents, IRunStore runs, ReportWriter writer, TimeProvider time)
{
    /// <param name="form"><c>csv</c> or <c>json</c>; null to have it said in the chat.</param>
    public async Task<Answer> AnswerAsync(Request request, ReportPeriod period, string? form, CancellationToken ct)
    {
        var report = await ReadAsync(Reader.Of(request.By), period, ct);
        return await ledger.AnswerAsync(
            request,
            Answer.Done(form switch
            {
                "csv" => PeriodReportCard.Attach(report, "csv", "text/csv", ReportCsv.Render(report)),
                "json" => PeriodReportCard.Attach(report, "json", "application/json", ReportJson.Render(report)),
                _ => PeriodReportCard.Draw(report),
            }),
            ct);
    }

    public async Task<Report> ReadAsync(Reader reader, ReportPeriod period, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var ofBoth = await incidents.AllAsync(new IncidentQuery(reader) { From = now - (2 * period.Length) }, ct).ToListAsync(ct);
        var ofRuns = await runs.AllAsync(new RunQuery(reader) { From = now - period.Length }, ct)
            .Take(ReportText.MostRuns + 1).ToListAsync(ct);
        return writer.Write(period, ofBoth, [.. ofRuns.Take(ReportText.MostRuns)], now) with { RunsAreCut = ofRuns.Count > ReportText.MostRuns };
    }
}
