using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Rooms;

namespace IncidentBot.Tests.Rounds;

/// <summary>A platform that makes rooms step by step, and dies where the test says: after the step, before anybody hears of it.</summary>
internal sealed class FakeRooms : IIncidentRooms
{
    public static readonly ChannelRef Place = new("local", "demo", "room-1");

    public string Platform => "local";

    /// <summary>What there is on the platform's own side; it outlives the bot.</summary>
    public List<string> World { get; } = [];

    /// <summary>The step after which the process dies, once.</summary>
    public string? DiesAfter { get; set; }

    /// <summary>Answers instead of the step while set.</summary>
    public Func<RoomWork, RoomStep?> Instead { get; set; } = _ => null;

    /// <summary>Who belonged into the room when it was last looked at.</summary>
    public IReadOnlyList<Account> Invited { get; private set; } = [];

    public bool InvitesResponders { get; set; }

    public bool Wants(ChannelRef origin) => true;

    public RoomTask? Next(RoomWork work)
    {
        Invited = work.Invited;
        return (Instead(work) is { } instead ? () => instead : Step(work)) is { } step ? _ => Task.FromResult(step()) : null;
    }

    private Func<RoomStep>? Step(RoomWork work) => work switch
    {
        { Room.IsOpen: false, Incident.IsOpen: true } => () => Do("create", new RoomStep.Made(Place, "#room-1")),
        { Room.IsOpen: false } => null,
        _ when Topic(work) is var topic && work.Room.Done.GetValueOrDefault("topic") != topic => () => Do($"topic {topic}", new RoomStep.Did("topic", topic)),
        { CardMessage: null } => () => new RoomStep.Later(TimeSpan.FromSeconds(1)),
        { CardMessage: { } card } when work.Room.Done.GetValueOrDefault("pin") != card => () => Do($"pin {card}", new RoomStep.Did("pin", card)),
        { Incident.ClosedAt: not null, Quiet: true } => () => Do("archive", new RoomStep.Gone(null)),
        { Incident.ClosedAt: not null } => () => new RoomStep.Later(TimeSpan.FromSeconds(1)),
        _ => null,
    };

    private static string Topic(RoomWork work) => $"{work.Incident.Severity} {work.Incident.State}";

    private RoomStep Do(string what, RoomStep step)
    {
        // As Slack does it: the same thing again changes nothing.
        if (!World.Contains(what))
        {
            World.Add(what);
        }

        if (DiesAfter is { } name && what.StartsWith(name, StringComparison.Ordinal))
        {
            DiesAfter = null;
            throw new IOException("The process died.");
        }

        return step;
    }
}
