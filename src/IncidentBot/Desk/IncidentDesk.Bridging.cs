using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Makes an incident live in a channel of another platform as well: the same card and the same messages, commands from both.</summary>
    /// <param name="name">As the configuration names the channel; null where only one is named.</param>
    public Task<Answer> BridgeAsync(Request request, int? number, string? name, CancellationToken ct) => ChangeAsync(request, number, async incident =>
    {
        if (bridges.Find(name, incident.Number) is not { } there)
        {
            return decisions.Refuse(request, incident.Label, bridges.WhyNot(name), bridges.Hint(incident.Label));
        }

        if (incident.Shown.Contains(there) && !incident.IsHushedIn(there))
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is live in {Place.Of(there)} already.", Next(incident));
        }

        if (!incident.IsOpen)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is {incident.State}.", Next(incident));
        }

        var bridged = incident with { Bridges = [.. incident.Bridges, there] };
        var waiting = (await runs.OfIncidentAsync(incident.Id, ct)).Where(run => run.IsUnderWay);
        var written = changes.Of(bridged, request.By.Id, new TimelineEvent.Bridged(there, Ended: false));
        var opening = Card.Say(
            $"{Marks.Of(incident)} is live here as well: {incident.Title}",
            [
                $"{request.By.Name} has bridged it from {Place.Of(incident.Channel, incident.NameOfChannel)}. Commands work from both.",
                .. Spread(incident),
            ]);
        return Answered(
            written with
            {
                Say =
                [
                    .. written.Say,
                    new Outgoing.Post(there, opening),
                    .. bridged.Runbook is null ? Array.Empty<Outgoing>() : [IncidentChanges.RefreshRunbook(bridged)],
                    .. waiting.Select(run => RunChanges.RefreshIn(there, run)),
                ],
            },
            request,
            $"{incident.Label} is live in {Place.Of(there)} as well",
            [.. Spread(incident)]);
    }, ct);

    /// <summary>Ends a bridge: one last word there, and cards that say that they are no longer kept up to date.</summary>
    /// <param name="name">As for <see cref="BridgeAsync"/>; null for the one it was typed in, or the only one.</param>
    public Task<Answer> UnbridgeAsync(Request request, int? number, string? name, CancellationToken ct) => ChangeAsync(request, number, async incident =>
    {
        if (BridgeOf(incident, name, request.Channel) is not { } there)
        {
            return decisions.Refuse(request, incident.Label, WhyNotUnbridged(incident, name), HowToUnbridge(incident));
        }

        var ended = incident with
        {
            Bridges = [.. incident.Bridges.Where(bridge => bridge != there)],
            EndedBridges = [.. incident.EndedBridges.Where(bridge => bridge != there), there],
        };
        var written = changes.Of(ended, request.By.Id, new TimelineEvent.Bridged(there, Ended: true));
        var goesOn = $"{request.By.Name} has ended the bridge. It goes on in {Place.Of(ended.Channel, ended.NameOfChannel)}; "
            + (ended.IsPrivate ? "nothing more comes here." : "only another severity, and that it is over, are told here.");
        var last = Card.Say($"{incident.Label} is no longer live here: {incident.Title}", incident.IsOpen
            ? [goesOn, $"To have it here again, type there: /incident bridge {incident.Label} {bridges.NameOf(there, incident.Number)}"]
            : [goesOn]);
        var waiting = (await runs.OfIncidentAsync(incident.Id, ct)).Where(run => run.IsUnderWay);
        return Answered(
            written with
            {
                Say =
                [
                    .. written.Say,
                    new Outgoing.Post(there, last),
                    new Outgoing.Refresh(there, new LiveSubject(LiveSubject.Incident, incident.Id.Value)),
                    .. incident.Runbook is null
                        ? Array.Empty<Outgoing>()
                        : [new Outgoing.Refresh(there, new LiveSubject(LiveSubject.Runbook, incident.Id.Value))],
                    .. waiting.Select(run => RunChanges.RefreshIn(there, run)),
                ],
            },
            request,
            $"{incident.Label} is no longer live in {Place.Of(there)}");
    }, ct);

    /// <summary>Whoever bridges may see it; the channel's own readers need not have.</summary>
    private static IEnumerable<string> Spread(Incident incident) => incident.IsPrivate
        ? ["It is private: everybody in that channel reads its card and messages from now on, and commands about it stay with those who may see it."]
        : [];

    private ChannelRef? BridgeOf(Incident incident, string? name, ChannelRef typedIn) => name is not null
        ? incident.Bridges.FirstOrDefault(bridge => string.Equals(bridges.NameOf(bridge, incident.Number), name, StringComparison.OrdinalIgnoreCase))
        : incident.Bridges.FirstOrDefault(bridge => bridge == typedIn) ?? (incident.Bridges is [var only] ? only : null);

    private static string WhyNotUnbridged(Incident incident, string? name) =>
        incident.Bridges.Count == 0 ? $"{incident.Label} is bridged to no other channel."
        : name is null ? "End which bridge?"
        : $"{incident.Label} is not bridged to '{name}'.";

    private string HowToUnbridge(Incident incident) =>
        incident.Bridges.Select(bridge => bridges.NameOf(bridge, incident.Number)).ToList() is [var first, ..] names
            ? $"It is bridged to: {string.Join(", ", names)}. Type /incident unbridge {incident.Label} {first}."
            : Next(incident);
}
