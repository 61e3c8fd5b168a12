using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Storage;

/// <summary>
/// The one way from what somebody names to an incident or a run. What they may not see is not there for them, so whoever
/// asks here answers as for a number that nobody has. A test holds that nothing which serves a request goes around it;
/// lists ask their queries for the same.
/// </summary>
public sealed class Lookup(IIncidentStore incidents, IRunStore runs)
{
    public async Task<Incident?> IncidentAsync(Person by, int number, CancellationToken ct) => Seen(by, await incidents.FindAsync(number, ct));

    public async Task<Incident?> IncidentAsync(Person by, IncidentId id, CancellationToken ct) => Seen(by, await incidents.FindAsync(id, ct));

    /// <summary>On the page of an incident that one; anywhere else see <see cref="IIncidentStore.InChannelAsync"/>.</summary>
    public async Task<IReadOnlyList<Incident>> InChannelAsync(Person by, ChannelRef channel, CancellationToken ct) =>
        PageChannel.IncidentOf(channel) is { } number ? await IncidentAsync(by, number, ct) is { } one ? [one] : []
        : [.. (await incidents.InChannelAsync(channel, ct)).Where(incident => IncidentVisibility.MaySee(by, incident))];

    /// <inheritdoc cref="IIncidentStore.LastOverAsync"/>
    public async Task<Incident?> LastOverAsync(Person by, ChannelRef channel, CancellationToken ct) =>
        Seen(by, PageChannel.IncidentOf(channel) is { } number ? await incidents.FindAsync(number, ct) : await incidents.LastOverAsync(channel, ct));

    public async Task<Run?> RunAsync(Person by, int number, CancellationToken ct) =>
        await runs.FindAsync(number, ct) is { } run && await SeesAsync(by, run, ct) ? run : null;

    /// <summary>A run is as hidden as its incident.</summary>
    public async Task<bool> SeesAsync(Person by, Run run, CancellationToken ct) =>
        run.Incident is not { } id || await IncidentAsync(by, id, ct) is not null;

    /// <summary>Whether a run may be named on the card of another one, which everybody there reads.</summary>
    public async Task<bool> MayBeNamedAsync(Run run, Run beside, CancellationToken ct) =>
        run.Incident is not { } id || run.Incident == beside.Incident || await incidents.FindAsync(id, ct) is { IsPrivate: false };

    private static Incident? Seen(Person by, Incident? incident) => incident is not null && IncidentVisibility.MaySee(by, incident) ? incident : null;
}
