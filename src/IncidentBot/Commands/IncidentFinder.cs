using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary>Which incident or run somebody means.</summary>
public sealed class IncidentFinder(IIncidentStore incidents)
{
    /// <summary>The channel's incident that is under way; null when there is none or more than one.</summary>
    public async Task<Incident?> ActiveInAsync(ChannelRef channel, CancellationToken ct) =>
        await SubjectOfAsync(channel, ct) is { IsOpen: true } incident ? incident : null;

    /// <summary>
    /// What the channel is about: the incident under way, or else the resolved one that waits to be closed; null when there is
    /// none or more than one.
    /// </summary>
    public async Task<Incident?> SubjectOfAsync(ChannelRef channel, CancellationToken ct) =>
        SubjectsOf.Channel(channel, await incidents.InChannelAsync(channel, ct)) is [var only] ? only : null;

    /// <param name="number">Null for the subject of the channel.</param>
    public async Task<Incident?> NamedAsync(int? number, ChannelRef channel, CancellationToken ct) =>
        number is { } named ? await incidents.FindAsync(named, ct) : await SubjectOfAsync(channel, ct);
}
