using IncidentBot.Messages;

namespace IncidentBot.Rooms;

/// <summary>What a platform did for a room, or why it could not.</summary>
public abstract record RoomStep
{
    private RoomStep()
    {
    }

    /// <summary>The room exists: the incident moves there.</summary>
    /// <param name="Name">As people read it: <c>#inc-7-redis-down</c>.</param>
    public sealed record Made(ChannelRef Place, string Name) : RoomStep;

    /// <param name="What">The platform's own name of the step; see <c>Room.Done</c>.</param>
    public sealed record Did(string What, string Outcome) : RoomStep;

    /// <summary>Trying again at once cannot help. People are told once; the room is furnished without it.</summary>
    /// <param name="Outcome">What is remembered instead of having done it.</param>
    /// <param name="Why">A sentence, and what to do about it.</param>
    public sealed record Lacks(string What, string Outcome, string Why) : RoomStep;

    /// <summary>There is no room, and the incident goes on where it is. People are told once; it is tried again after a while.</summary>
    public sealed record Impossible(string Why) : RoomStep;

    /// <summary>The platform is away, or it is too early.</summary>
    public sealed record Later(TimeSpan In) : RoomStep;

    /// <summary>The room is put away, or somebody has removed it.</summary>
    /// <param name="Why">Null where the bot did it.</param>
    public sealed record Gone(string? Why) : RoomStep;
}
