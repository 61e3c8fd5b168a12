using IncidentBot.Alerting;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>Tells what has changed among an incident's alerts since everybody was last told: more often would be a flood.</summary>
public sealed class AlertNewsRound(RoundDecisions rounds, AlertOpenings openings) : IRound
{
    public AppointmentKind Kind => AppointmentKind.AlertNews;

    public Task CarryOutAsync(DueItem item, CancellationToken ct) => rounds.CommitAsync(item, openings.Changes.News, ct);
}
