using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Rooms;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Rooms;

/// <summary>A channel of its own for each incident: made, furnished, kept up to date and archived.</summary>
internal sealed class SlackRooms(SlackClient slack, SlackRoomMaker maker, SlackRoomFurniture furniture, IOptions<SlackRoomOptions> options, TimeProvider time)
    : IIncidentRooms
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);

    public string Platform => SlackPlatform.PlatformName;

    public bool Wants(ChannelRef origin) => options.Value.Enabled;

    public bool InvitesResponders => options.Value.InviteResponders;

    public RoomTask? Next(RoomWork work) => Task(work) is { } task ? ct => TryAsync(task, ct) : null;

    private RoomTask? Task(RoomWork work) => work.Room switch
    {
        { IsOpen: false } when !work.Incident.IsOpen || work.Room.Done.ContainsKey(Room.Removed) => null,
        { Archived: true } => ct => maker.ReopenAsync(work, ct),
        { Place: null } => ct => maker.MakeAsync(work, ct),
        { Place: { } place } => furniture.Next(work, place) ?? PutAway(work, place),
    };

    private async Task<RoomStep> TryAsync(RoomTask task, CancellationToken ct)
    {
        try
        {
            return await task(ct);
        }
        catch (DeliveryException e)
        {
            return new RoomStep.Later(e.RetryAfter ?? options.Value.RetryAfter);
        }
    }

    private RoomTask? PutAway(RoomWork work, ChannelRef place)
    {
        if (!options.Value.Archive || work.Incident is not { IsOpen: false, ClosedAt: { } closed } || work.Room.Done.ContainsKey(NotArchived))
        {
            return null;
        }

        var due = closed + options.Value.ArchiveAfter - time.GetUtcNow();
        return due > TimeSpan.Zero || !work.Quiet
            ? _ => System.Threading.Tasks.Task.FromResult<RoomStep>(new RoomStep.Later(due > ShortestPause ? due : ShortestPause))
            : ct => ArchiveAsync(place, ct);
    }

    private const string NotArchived = "not archived";

    private async Task<RoomStep> ArchiveAsync(ChannelRef place, CancellationToken ct) =>
        await slack.AskAsync(place.Workspace, "conversations.archive", new OfConversation(place.ChannelId), ct) switch
        {
            { Ok: true } or { Error: "already_archived" or "is_archived" or "channel_not_found" } => new RoomStep.Gone(null),
            var refused =>
                new RoomStep.Lacks(NotArchived, "refused", $"The channel stays. {SlackErrors.ToException("conversations.archive", refused).Message}"),
        };
}
