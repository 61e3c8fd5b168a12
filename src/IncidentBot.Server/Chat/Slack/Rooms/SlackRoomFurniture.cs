using System.Globalization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Rooms;

/// <summary>What belongs into a room: the people, the topic, the pinned card, the bookmarks. One thing at a time.</summary>
internal sealed class SlackRoomFurniture(SlackClient slack, IOptions<SlackRoomOptions> options)
{
    private const string Invited = "invited";
    private const string TopicSet = "topic";
    private const string Pinned = "pinned";
    private const int MostAtOnce = 100;

    private static readonly TimeSpan UntilTheCardIsPosted = TimeSpan.FromSeconds(1);

    /// <returns>Null when everything is in place.</returns>
    public RoomTask? Next(RoomWork work, ChannelRef room) => Invite(work, room) ?? Topic(work, room) ?? Bookmark(work, room) ?? Pin(work, room);

    private RoomTask? Invite(RoomWork work, ChannelRef room)
    {
        var before = work.Room.Done.GetValueOrDefault(Invited)?.Split(' ') ?? [];
        IEnumerable<Account> wanted = options.Value.InviteResponders ? [.. work.Involved, .. work.Responders] : work.Involved;
        var missing = wanted
            .Where(account => account.Platform == room.Platform && account.Workspace == room.Workspace)
            .Select(account => account.UserId)
            .Distinct()
            .Except(before)
            .Take(MostAtOnce)
            .ToList();
        return missing.Count == 0 || !work.Incident.IsOpen ? null : ct => InviteAsync(room, missing, string.Join(' ', before.Concat(missing)), ct);
    }

    private async Task<RoomStep> InviteAsync(ChannelRef room, List<string> missing, string outcome, CancellationToken ct)
    {
        var reply = await slack.AskAsync(room.Workspace, "conversations.invite", new InviteToConversation(room.ChannelId, string.Join(',', missing)), ct);
        return (reply.Ok ? [] : Errors(reply)).Where(error => error is not ("already_in_channel" or "cant_invite_self")).ToList() switch
        {
            [] => new RoomStep.Did(Invited, outcome),
            ["channel_not_found" or "is_archived", ..] => Removed(reply),
            _ => new RoomStep.Lacks(Invited, outcome, $"Not everybody could be invited. {Why("conversations.invite", reply)}"),
        };
    }

    private static IEnumerable<string> Errors(ApiReply reply) => reply.Read<IReadOnlyList<PartialError>>("errors") is { Count: > 0 } several
        ? several.Select(one => one.Error ?? "")
        : [reply.Error ?? ""];

    /// <summary>Each change of it is a line in the channel, so it holds only what seldom changes.</summary>
    private RoomTask? Topic(RoomWork work, ChannelRef room)
    {
        var topic = TopicOf(work.Incident);
        return work.Room.Done.GetValueOrDefault(TopicSet) == topic ? null : async ct => Result(
            await slack.AskAsync(room.Workspace, "conversations.setTopic", new SetTopic(room.ChannelId, topic), ct), TopicSet, topic, "conversations.setTopic", "The topic could not be set.");
    }

    internal static string TopicOf(Incident incident) =>
        SlackCut.Short(SlackText.Escaped(SlackText.OneLine($"{incident.Severity} {incident.State.ToString().ToUpperInvariant()} | {incident.Title} ({incident.Target})")), SlackLimits.TopicText);

    private RoomTask? Bookmark(RoomWork work, ChannelRef room)
    {
        foreach (var (index, bookmark) in options.Value.Bookmarks.Index())
        {
            var step = string.Create(CultureInfo.InvariantCulture, $"bookmark {index}");
            if (work.Room.Done.GetValueOrDefault(step) != bookmark.Url)
            {
                return ct => BookmarkAsync(room, bookmark, step, ct);
            }
        }

        return null;
    }

    private async Task<RoomStep> BookmarkAsync(ChannelRef room, SlackBookmark bookmark, string step, CancellationToken ct)
    {
        // Looked for first: the process may have died after adding it.
        var there = await slack.AskAsync(room.Workspace, "bookmarks.list", new Dictionary<string, string> { ["channel_id"] = room.ChannelId }, ct);
        if (there.Ok && there.Read<IReadOnlyList<Bookmark>>("bookmarks") is { } all && all.Any(other => other.Link == bookmark.Url))
        {
            return new RoomStep.Did(step, bookmark.Url);
        }

        var title = SlackCut.Short(SlackText.Escaped(SlackText.OneLine(bookmark.Title)), SlackLimits.BookmarkTitle);
        return Result(await slack.AskAsync(room.Workspace, "bookmarks.add", new AddBookmark(room.ChannelId, title, bookmark.Url), ct), step, bookmark.Url, "bookmarks.add", "A bookmark could not be added.");
    }

    private RoomTask? Pin(RoomWork work, ChannelRef room) => work switch
    {
        { Incident.IsOpen: false } => null,
        { CardMessage: null } => _ => Task.FromResult<RoomStep>(new RoomStep.Later(UntilTheCardIsPosted)),
        { CardMessage: { } card } when work.Room.Done.GetValueOrDefault(Pinned) != card => async ct =>
            await slack.AskAsync(room.Workspace, "pins.add", new AddPin(room.ChannelId, card), ct) is { Error: not "already_pinned" } reply
                ? Result(reply, Pinned, card, "pins.add", "The card could not be pinned.")
                : new RoomStep.Did(Pinned, card),
        _ => null,
    };

    private static RoomStep Result(ApiReply reply, string step, string outcome, string method, string lack) => reply switch
    {
        { Ok: true } => new RoomStep.Did(step, outcome),
        { Error: "channel_not_found" or "is_archived" } => Removed(reply),
        _ => new RoomStep.Lacks(step, outcome, $"{lack} {Why(method, reply)}"),
    };

    private static RoomStep.Gone Removed(ApiReply reply) => new(reply.Error == "is_archived" ? "was archived by somebody." : "is not there any more.");

    private static string Why(string method, ApiReply reply) => SlackErrors.ToException(method, reply).Message;
}
