using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Commands;

/// <summary>Which incident somebody means, of those that they may see.</summary>
public sealed class IncidentFinder(Lookup lookup)
{
    /// <summary>The channel's incident that is under way; null when there is none or more than one.</summary>
    public async Task<Incident?> ActiveInAsync(Person by, ChannelRef channel, CancellationToken ct) =>
        await SubjectOfAsync(by, channel, ct) is { IsOpen: true } incident ? incident : null;

    /// <summary>
    /// What the channel is about: the incident under way, or else the resolved one that waits to be closed; null when there is
    /// none or more than one.
    /// </summary>
    public async Task<Incident?> SubjectOfAsync(Person by, ChannelRef channel, CancellationToken ct) =>
        SubjectsOf.Channel(channel, await lookup.InChannelAsync(by, channel, ct)) is [var only] ? only : null;

    /// <param name="number">Null for the subject of the channel.</param>
    public async Task<Incident?> NamedAsync(Person by, int? number, ChannelRef channel, CancellationToken ct) =>
        number is { } named ? await lookup.IncidentAsync(by, named, ct) : await SubjectOfAsync(by, channel, ct);
}
