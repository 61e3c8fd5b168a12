using IncidentBot.Messages;

namespace IncidentBot.Incidents;

/// <summary>
/// A place of its own for an incident, on a platform where that takes work. What was done is kept with what came out of
/// it, so that a process that dies in between loses nothing and repeats nothing.
/// </summary>
/// <param name="Origin">Where the incident was opened; it lives there until the room exists, and again once that is archived.</param>
public sealed record Room(ChannelRef Origin)
{
    /// <summary>In <see cref="Done"/> where people have put the room away themselves, so that nobody makes it again.</summary>
    public const string Removed = "removed";

    /// <summary>Null until it exists.</summary>
    public ChannelRef? Place { get; init; }

    /// <summary>As people read it: <c>#inc-7-redis-down</c>.</summary>
    public string? Name { get; init; }

    /// <summary>By the platform's own names for its steps: <c>topic</c> and the topic that was set.</summary>
    public IReadOnlyDictionary<string, string> Done { get; init; } = new Dictionary<string, string>();

    /// <summary>What could not be done and what to do about it, each once.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];

    /// <summary>How many of the troubles people have been told.</summary>
    public int TroublesSaid { get; init; }

    public bool Archived { get; init; }

    /// <summary>Set while a process works on the room: two at a time would get into each other's way.</summary>
    public RoomTurn? Turn { get; init; }

    public bool IsOpen => Place is not null && !Archived;
}

/// <param name="Until">After that the process is taken for dead.</param>
public sealed record RoomTurn(Guid Holder, DateTimeOffset Until);
