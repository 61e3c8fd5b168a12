using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Rooms;
using IncidentBot.Runbooks;
using IncidentBot.Storage;
using IncidentBot.Targets;

namespace IncidentBot.Alerting;

/// <summary>Opens incidents for alerts, as a person would: with a target, a runbook, and the cause read at once.</summary>
public sealed class AlertOpenings
{
    private readonly RunbookChoice runbooks;
    private readonly RunbookLibrary library;
    private readonly AlertPolicy alerting;
    private readonly IncidentOpenings openings;

    public AlertOpenings(
        ILedger ledger,
        RunbookChoice runbooks,
        RunbookLibrary library,
        AlertPolicy alerting,
        IncidentPolicy policy,
        IncidentChannel channelFor,
        IncidentRooms rooms,
        PeopleDirectory people,
        TimeProvider time)
    {
        (this.runbooks, this.library, this.alerting) = (runbooks, library, alerting);
        openings = new IncidentOpenings(ledger, policy, channelFor, rooms, people, time);
        Changes = new IncidentAlerts(alerting, policy, people, time);
    }

    internal IncidentAlerts Changes { get; }

    internal async Task<Changes> OfAsync(AlertVerdict verdict, IReadOnlyList<HeardAlert> heard, CancellationToken ct)
    {
        var target = verdict.Target?.Ref ?? TargetRef.Unknown("no target");
        var chosen = await ChosenAsync(verdict, target, ct);
        var opening = new Opening(verdict.Severity, verdict.Title, target.Name) { Kind = verdict.Kind };
        var by = IncidentAlerts.SourceOf(heard[0].After);
        return Changes.Opened(await openings.OfAsync(by, alerting.Channel, opening, verdict.Title, target, chosen, ct), heard, verdict);
    }

    private async Task<ChosenRunbook?> ChosenAsync(AlertVerdict verdict, TargetRef target, CancellationToken ct) =>
        verdict.Runbook is { } id && (await library.OpenAsync(ct)).Find(id) is { } named
            ? runbooks.Take(named, $"Named by {verdict.Why}.")
            : (await runbooks.ForOpeningAsync(verdict.Title, target.Name, ct)).Chosen;
}
