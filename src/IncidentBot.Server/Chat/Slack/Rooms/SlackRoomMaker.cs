using System.Globalization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack.Rooms;

/// <summary>Makes the channel of an incident, or finds the one that was made before the process died.</summary>
internal sealed class SlackRoomMaker(SlackClient slack)
{
    private const int MostPages = 50;

    /// <summary>Clocks differ: a channel made this long before the incident can still be the incident's.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public async Task<RoomStep> MakeAsync(RoomWork work, CancellationToken ct)
    {
        var names = SlackRoomName.Candidates(work.Incident.Number, work.Incident.Title);
        var first = await CreateAsync(work, names[0], ct);
        if (first.Error == "name_taken")
        {
            return await AmongTakenAsync(work, names, ct);
        }

        return first.Ok ? await MarkAsync(work, first, ct) : Impossible("conversations.create", first);
    }

    /// <summary>Bots are rarely allowed to unarchive; then the incident gets a channel with the next name.</summary>
    public async Task<RoomStep> ReopenAsync(RoomWork work, CancellationToken ct)
    {
        var place = work.Room.Place!;
        var reply = await slack.AskAsync(place.Workspace, "conversations.unarchive", new OfConversation(place.ChannelId), ct);
        return reply is { Ok: true } or { Error: "not_archived" }
            ? new RoomStep.Made(place, work.Room.Name ?? place.ChannelId)
            : await MakeAsync(work, ct);
    }

    private async Task<RoomStep> AmongTakenAsync(RoomWork work, IReadOnlyList<string> names, CancellationToken ct)
    {
        var me = (await slack.CallAsync(work.Room.Origin.Workspace, "auth.test", new { }, ct)).Read<string>("user_id");
        var taken = await TakenAsync(work.Room.Origin.Workspace, [.. names], ct);
        if (taken.Values.FirstOrDefault(channel => channel is { IsArchived: false } && channel.Creator == me && IsOf(work, channel)) is { } ours)
        {
            return await MarkAsync(work, ours, ct);
        }

        foreach (var name in names.Where(name => !taken.ContainsKey(name)))
        {
            // Still taken by a private channel, which the list does not show.
            var reply = await CreateAsync(work, name, ct);
            if (reply.Ok)
            {
                return await MarkAsync(work, reply, ct);
            }

            if (reply.Error != "name_taken")
            {
                return Impossible("conversations.create", reply);
            }
        }

        return new RoomStep.Impossible($"Every name from {names[0]} to {names[^1]} is taken in Slack. Rename or delete one of these channels.");
    }

    /// <summary>By the mark in its purpose; where the process died before that was set, by an empty purpose and its age.</summary>
    private static bool IsOf(RoomWork work, Conversation channel) => channel.Purpose?.Value is { Length: > 0 } purpose
        ? purpose.Contains(Mark(work.Incident), StringComparison.Ordinal)
        : DateTimeOffset.FromUnixTimeSeconds(channel.Created) >= work.Incident.OpenedAt - ClockSkew;

    private static string Mark(Incident incident) => string.Create(CultureInfo.InvariantCulture, $"Reference {incident.Id.Value:N}");

    internal static string PurposeOf(Incident incident)
    {
        var room = SlackLimits.TopicText - Mark(incident).Length - 2;
        return $"{SlackCut.Short(SlackText.Escaped(SlackText.OneLine($"{incident.Label}: {incident.Title}")), room)}. {Mark(incident)}";
    }

    private Task<ApiReply> CreateAsync(RoomWork work, string name, CancellationToken ct) => slack.AskAsync(work.Room.Origin.Workspace, "conversations.create", new CreateConversation(name), ct);

    private Task<RoomStep> MarkAsync(RoomWork work, ApiReply created, CancellationToken ct) =>
        created.Read<Conversation>("channel") is { Id.Length: > 0 } channel
            ? MarkAsync(work, channel, ct)
            : throw new DeliveryException("Slack made a channel and gave no id for it.", permanent: false);

    private async Task<RoomStep> MarkAsync(RoomWork work, Conversation channel, CancellationToken ct)
    {
        var reply = await slack.AskAsync(work.Room.Origin.Workspace, "conversations.setPurpose", new SetPurpose(channel.Id, PurposeOf(work.Incident)), ct);
        return reply.Ok || reply.Error is "missing_scope" or "not_in_channel" or "restricted_action"
            ? new RoomStep.Made(new ChannelRef(work.Room.Origin.Platform, work.Room.Origin.Workspace, channel.Id), $"#{channel.Name}")
            : Impossible("conversations.setPurpose", reply);
    }

    private async Task<Dictionary<string, Conversation>> TakenAsync(string workspace, HashSet<string> names, CancellationToken ct)
    {
        var found = new Dictionary<string, Conversation>();
        var cursor = "";
        for (var page = 0; page < MostPages; page++)
        {
            var reply = await slack.CallAsync(workspace, "conversations.list", new Dictionary<string, string> { ["limit"] = "1000", ["cursor"] = cursor, ["types"] = "public_channel" }, ct);
            foreach (var channel in reply.Read<IReadOnlyList<Conversation>>("channels") ?? [])
            {
                if (names.Contains(channel.Name))
                {
                    found[channel.Name] = channel;
                }
            }

            cursor = reply.ResponseMetadata?.NextCursor ?? "";
            if (cursor.Length == 0)
            {
                break;
            }
        }

        return found;
    }

    private static RoomStep.Impossible Impossible(string method, ApiReply reply) => new(SlackErrors.ToException(method, reply).Message);
}
