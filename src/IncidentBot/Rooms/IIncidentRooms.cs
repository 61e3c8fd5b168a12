using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Rooms;

/// <summary>
/// A chat platform on which a place of its own for an incident takes work: a channel in Slack, a thread in Teams. The
/// incident starts where it was opened, and moves when the place exists. A platform that can name the place at once
/// needs none of this: <see cref="IncidentChannel"/> is enough.
/// </summary>
public interface IIncidentRooms
{
    /// <summary>As in <see cref="ChannelRef.Platform"/>.</summary>
    string Platform { get; }

    /// <summary>Whether an incident that is opened there gets a room.</summary>
    bool Wants(ChannelRef origin);

    /// <summary>Whether everybody with the Respond permission belongs into a room, beside those who have to do with its incident.</summary>
    bool InvitesResponders { get; }

    /// <summary>
    /// Compares what there should be with what was done so far. Decides only: nothing is called before the task is done.
    /// </summary>
    /// <returns>The first thing that is missing; null when everything is as it should be.</returns>
    RoomTask? Next(RoomWork work);
}

/// <summary>
/// One thing to do for a room. A process may die after doing it and before it is recorded, so everything is done in a way
/// that can be done again.
/// </summary>
public delegate Task<RoomStep> RoomTask(CancellationToken ct);

/// <summary>What a platform needs to know to bring a room up to date.</summary>
/// <param name="Invited">Every account, on any platform, of those who belong into the room.</param>
/// <param name="CardMessage">The platform's id of the living card in the room; null until it was posted.</param>
/// <param name="Quiet">Nothing waits to be said in the room.</param>
public sealed record RoomWork(Incident Incident, Room Room, IReadOnlyList<Account> Invited, string? CardMessage, bool Quiet);
