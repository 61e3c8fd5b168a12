using System.Globalization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Rooms;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Rooms;

/// <summary>What belongs into a room: the people, the topic, the pinned card, the bookmarks. One thing at a time.</summary>
internal sealed class SlackRoomFurniture(SlackClient slack, PeopleDirectory people, IOptions<SlackRoomOptions> options)
{
    private const string Invited = "invited";
    private const string TopicSet = "topic";
    private const string Pinned = "pinned";
    private const int MostAtOnce = 100;

    /// <summary>What Slack has against one of several people, and not against inviting.</summary>
    private static readonly HashSet<string> OfOnePerson =
    [
        "already_in_channel", "cant_invite", "cant_invite_self", "invitee_cant_see_channel", "no_external_invite_permission",
        "ura_max_channels", "user_disabled", "user_is_restricted", "user_is_ultra_restricted", "user_not_found",
    ];

    private static readonly TimeSpan UntilTheCardIsPosted = TimeSpan.FromSeconds(1);

    /// <returns>Null when everything is in place.</returns>
    public RoomTask? Next(RoomWork work, ChannelRef room) => Invite(work, room) ?? Topic(work, room) ?? Bookmark(work, room) ?? Pin(work, room);

    private RoomTask? Invite(RoomWork work, ChannelRef room)
    {
        var before = work.Room.Done.GetValueOrDefault(Invited)?.Split(' ') ?? [];
        var missing = work.Invited
            .Where(account => account.Platform == room.Platform && account.Workspace == room.Workspace)
            .Select(account => account.UserId)
            .Distinct()
            .Except(before)
            .Take(MostAtOnce)
            .ToList();
        return missing.Count == 0 || !work.Incident.IsOpen ? null : ct => InviteAsync(room, before, missing, ct);
    }

    private async Task<RoomStep> InviteAsync(ChannelRef room, string[] before, List<string> missing, CancellationToken ct)
    {
        var reply = await slack.AskAsync(room.Workspace, "conversations.invite", new InviteToConversation(room.ChannelId, string.Join(',', missing)), ct);
        if (reply.Error is "channel_not_found" or "is_archived")
        {
            return Removed(reply);
        }

        // Slack names those whom it left out, also where it let the others in.
        var errors = reply.Read<IReadOnlyList<PartialError>>("errors") ?? [];
        if (!reply.Ok && errors.Count == 0 && missing.Count > 1 && reply.Error is { } error && OfOnePerson.Contains(error))
        {
            // It does not say which of them, so the first one goes alone, and the others after that.
            return await InviteAsync(room, before, missing[..1], ct);
        }

        var refused = (reply.Ok || errors.Count > 0 ? errors : [new PartialError(missing is [var only] ? only : null, reply.Error)])
            .Where(one => one.Error is not ("already_in_channel" or "cant_invite_self"))
            .ToList();
        var outcome = string.Join(' ', before.Concat(missing));
        return refused.Count == 0 ? new RoomStep.Did(Invited, outcome) : new RoomStep.Lacks(Invited, outcome, LeftOut(room, reply, refused));
    }

    /// <summary>Who is not there, why, and what to do: a sentence for each reason.</summary>
    private string LeftOut(ChannelRef room, ApiReply reply, List<PartialError> refused) => string.Join(' ', refused
        .GroupBy(one => one.Error)
        .Select(reason => $"{Names(room, reason)} could not be invited. {Why("conversations.invite", reply with { Error = reason.Key })}"));

    private string Names(ChannelRef room, IEnumerable<PartialError> refused) =>
        refused.Select(one => one.User)
            .OfType<string>()
            .Select(user => people.Resolve(new Account(room.Platform, room.Workspace, user), user).Name)
            .ToList() is { Count: > 0 } names
            ? string.Join(", ", names)
            : "People";

    /// <summary>Each change of it is a line in the channel, so it holds only what seldom changes.</summary>
    private RoomTask? Topic(RoomWork work, ChannelRef room)
    {
        var topic = TopicOf(work.Incident);
        return work.Room.Done.GetValueOrDefault(TopicSet) == topic ? null : ct => TopicAsync(room, topic, ct);
    }

    private async Task<RoomStep> TopicAsync(ChannelRef room, string topic, CancellationToken ct)
    {
        // Looked for first: the process may have died after setting it.
        var there = await slack.AskAsync(room.Workspace, "conversations.info", new OfConversation(room.ChannelId), ct);
        return there.Ok && there.Read<Conversation>("channel")?.Topic?.Value == topic
            ? new RoomStep.Did(TopicSet, topic)
            : Result(
                await slack.AskAsync(room.Workspace, "conversations.setTopic", new SetTopic(room.ChannelId, topic), ct),
                TopicSet,
                topic,
                "conversations.setTopic",
                "The topic could not be set.");
    }

    internal static string TopicOf(Incident incident) =>
        SlackCut.Short(
            SlackText.Escaped(SlackText.OneLine(
                $"{string.Join(' ', [$"{incident.Severity}", .. Marks.Beside(incident), incident.State.ToString().ToUpperInvariant()])} "
                    + $"| {incident.Title} ({incident.Target})")),
            SlackLimits.TopicText);

    private RoomTask? Bookmark(RoomWork work, ChannelRef room)
    {
        foreach (var (index, bookmark) in options.Value.Bookmarks.Index())
        {
            var step = string.Create(CultureInfo.InvariantCulture, $"bookmark {index}");
            if (bookmark.AddressFor(work.Incident) is { } address && work.Room.Done.GetValueOrDefault(step) != address)
            {
                return ct => BookmarkAsync(room, bookmark.Title, address, step, ct);
            }
        }

        return null;
    }

    private async Task<RoomStep> BookmarkAsync(ChannelRef room, string title, string address, string step, CancellationToken ct)
    {
        // Looked for first: the process may have died after adding it.
        var there = await slack.AskAsync(room.Workspace, "bookmarks.list", new Dictionary<string, string> { ["channel_id"] = room.ChannelId }, ct);
        if (there.Ok && there.Read<IReadOnlyList<Bookmark>>("bookmarks") is { } all && all.Any(other => other.Link == address))
        {
            return new RoomStep.Did(step, address);
        }

        var shown = SlackCut.Short(SlackText.Escaped(SlackText.OneLine(title)), SlackLimits.BookmarkTitle);
        return Result(
            await slack.AskAsync(room.Workspace, "bookmarks.add", new AddBookmark(room.ChannelId, shown, address), ct),
            step,
            address,
            "bookmarks.add",
            "A bookmark could not be added.");
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
