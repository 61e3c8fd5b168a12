using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting.Reports;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>Posts the report of a week where its readers are, once: by whichever replica comes first, and late where none was up.</summary>
public sealed class DigestRound(ILedger ledger, ReportDesk reports, DigestPlan plan, TimeProvider time) : IRound
{
    public AppointmentKind Kind => DigestPlan.Kind;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        if (item.Appointment.Key != plan.Key || plan.Channels.Count == 0)
        {
            // It was made before somebody set another time, or switched it off.
            await ledger.CommitAsync(new Changes { Completes = item.Id }, ct);
            return;
        }

        // Anybody may read along there, so it has what anybody may see.
        var card = PeriodReportCard.Draw(await reports.ReadAsync(Reader.Anybody, ReportPeriod.Week, ct));
        await ledger.CommitAsync(
            new Changes
            {
                Completes = item.Id,
                Say = [.. plan.Channels.Select(channel => new Outgoing.Post(channel, card))],
                Schedule = [plan.Next(time.GetUtcNow())],
            },
            ct);
    }
}
