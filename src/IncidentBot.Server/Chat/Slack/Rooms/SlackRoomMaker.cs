using System.Globalization;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Rooms;

namespace IncidentBot.Chat.Slack.Rooms;

/// <summary>
/// Makes the channel of an incident, or finds the one that was made before the process died. One call that counts at a
/// time, and what came of it is kept: with many incidents at once Slack takes a few of these calls a minute, and whoever
/// begins anew each time never comes to the second.
/// </summary>
internal sealed class SlackRoomMaker(SlackClient slack)
{
    /// <summary>The channel that was made and lacks its mark, as <c>C0123 inc-42-redis</c>; empty when it is gone again.</summary>
    private const string Created = "created";

    /// <summary>Names that Slack would not give, with spaces between them.</summary>
    private const string Taken = "taken";
    private const int MostPages = 50;

    /// <summary>Clocks differ: a channel made this long before the incident can still be the incident's.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public async Task<RoomStep> MakeAsync(RoomWork work, CancellationToken ct)
    {
        if (work.Room.Done.GetValueOrDefault(Created)?.Split(' ') is [var id, var made])
        {
            return await MarkAsync(work, id, made, ct);
        }

        var names = SlackRoomName.Candidates(work.Incident.Number, work.Incident.IsPrivate ? "private" : work.Incident.Title);
        return work.Room.Done.GetValueOrDefault(Taken)?.Split(' ') is { } taken
            ? await AmongTakenAsync(work, names, taken, ct)
            : await CreateAsync(work, names[0], [], ct);
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

    private async Task<RoomStep> AmongTakenAsync(RoomWork work, IReadOnlyList<string> names, string[] taken, CancellationToken ct)
    {
        var me = (await slack.CallAsync(work.Room.Origin.Workspace, "auth.test", new { }, ct)).Read<string>("user_id");
        var there = await ThereAsync(work, [.. names], ct);
        if (there.Values.FirstOrDefault(channel => channel is { IsArchived: false } && channel.Creator == me && IsOf(work, channel)) is { } ours)
        {
            return new RoomStep.Did(Created, $"{ours.Id} {ours.Name}");
        }

        // The list does not show the private channels of others, which take names too.
        return names.FirstOrDefault(name => !there.ContainsKey(name) && !taken.Contains(name)) is { } free
            ? await CreateAsync(work, free, taken, ct)
            : new RoomStep.Impossible($"Every name from {names[0]} to {names[^1]} is taken in Slack. Rename or delete one of these channels.");
    }

    /// <summary>By the mark in its purpose; where the process died before that was set, by an empty purpose and its age.</summary>
    private static bool IsOf(RoomWork work, Conversation channel) => channel.Purpose?.Value is { Length: > 0 }
        ? IsMarked(work, channel)
        : DateTimeOffset.FromUnixTimeSeconds(channel.Created) >= work.Incident.OpenedAt - ClockSkew;

    private static bool IsMarked(RoomWork work, Conversation channel) =>
        channel.Purpose?.Value?.Contains(Mark(work.Incident), StringComparison.Ordinal) == true;

    private static RoomStep.Made MadeOf(RoomWork work, string id, string name) =>
        new(new ChannelRef(work.Room.Origin.Platform, work.Room.Origin.Workspace, id), $"#{name}");

    private static string Mark(Incident incident) => string.Create(CultureInfo.InvariantCulture, $"Reference {incident.Id.Value:N}");

    internal static string PurposeOf(Incident incident)
    {
        var room = SlackLimits.TopicText - Mark(incident).Length - 2;
        return $"{SlackCut.Short(SlackText.Escaped(SlackText.OneLine($"{incident.Label}: {incident.Title}")), room)}. {Mark(incident)}";
    }

    private async Task<RoomStep> CreateAsync(RoomWork work, string name, string[] taken, CancellationToken ct)
    {
        var reply = await slack.AskAsync(
            work.Room.Origin.Workspace,
            "conversations.create",
            new CreateConversation(name) { IsPrivate = work.Incident.IsPrivate },
            ct);
        return reply switch
        {
            { Ok: true } when reply.Read<Conversation>("channel") is { Id.Length: > 0 } channel => new RoomStep.Did(Created, $"{channel.Id} {channel.Name}"),
            { Ok: true } => throw new DeliveryException("Slack made a channel and gave no id for it.", permanent: false),
            { Error: "name_taken" } => new RoomStep.Did(Taken, string.Join(' ', taken.Append(name))),
            _ => Impossible("conversations.create", reply),
        };
    }

    private async Task<RoomStep> MarkAsync(RoomWork work, string id, string name, CancellationToken ct)
    {
        // Looked for first: the process may have died after setting it, and setting it again is a second line in the channel.
        var there = await slack.AskAsync(work.Room.Origin.Workspace, "conversations.info", new OfConversation(id), ct);
        if (there.Ok && there.Read<Conversation>("channel") is { } channel && IsMarked(work, channel))
        {
            return MadeOf(work, id, name);
        }

        var reply = await slack.AskAsync(work.Room.Origin.Workspace, "conversations.setPurpose", new SetPurpose(id, PurposeOf(work.Incident)), ct);
        return reply switch
        {
            { Ok: true } or { Error: "missing_scope" or "not_in_channel" or "restricted_action" } => MadeOf(work, id, name),
            { Error: "channel_not_found" or "is_archived" } => new RoomStep.Did(Created, ""),
            _ => Impossible("conversations.setPurpose", reply),
        };
    }

    private async Task<Dictionary<string, Conversation>> ThereAsync(RoomWork work, HashSet<string> names, CancellationToken ct)
    {
        var found = new Dictionary<string, Conversation>();
        var types = work.Incident.IsPrivate ? "public_channel,private_channel" : "public_channel";
        var cursor = "";
        for (var page = 0; page < MostPages; page++)
        {
            var reply = await slack.CallAsync(
                work.Room.Origin.Workspace,
                "conversations.list",
                new Dictionary<string, string> { ["limit"] = "1000", ["cursor"] = cursor, ["types"] = types },
                ct);
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
