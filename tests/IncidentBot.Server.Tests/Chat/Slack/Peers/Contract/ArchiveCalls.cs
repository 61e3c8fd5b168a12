using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>A channel that is put away, what it still takes, and the way back. Last, because nothing goes into it any more.</summary>
internal static class ArchiveCalls
{
    private static readonly ContractCall Archive = new("the channel is archived", "conversations.archive", Room("<room>"), "ok");
    private static readonly ContractCall Unarchive = new("the channel is taken out again", "conversations.unarchive", Room("<room>"), "not_in_channel");

    public static readonly IReadOnlyList<ContractCall> All =
    [
        Archive.WithoutTheScope("channels:manage"),
        Archive,
        new("it is archived again", "conversations.archive", Room("<room>"), "already_archived"),
        new("nothing is archived", "conversations.archive", Room("C0NOPE"), "channel_not_found"),
        new(
            "the list says so",
            "conversations.list",
            new() { ["types"] = "public_channel", ["limit"] = 1000 },
            "ok channels[name:inc-1-redis].is_archived=true"),
        new("a post into the archive", "chat.postMessage", new() { ["channel"] = "<room>", ["text"] = "x" }, "is_archived"),
        new("a word to one person in the archive", "chat.postEphemeral", new() { ["channel"] = "<room>", ["user"] = "<bob>", ["text"] = "x" }, "is_archived"),
        new("an update in the archive", "chat.update", new() { ["channel"] = "<room>", ["ts"] = "<living-card>", ["text"] = "y" }, "is_inactive"),
        new("a topic in the archive", "conversations.setTopic", new() { ["channel"] = "<room>", ["topic"] = "P1" }, "is_archived"),
        new("a purpose in the archive", "conversations.setPurpose", new() { ["channel"] = "<room>", ["purpose"] = "x" }, "is_archived"),
        new("somebody is invited into the archive", "conversations.invite", new() { ["channel"] = "<room>", ["users"] = "<alice>" }, "is_archived"),
        new("a pin in the archive", "pins.add", new() { ["channel"] = "<room>", ["timestamp"] = "<living-card>" }, "is_archived"),
        new(
            "a bookmark in the archive",
            "bookmarks.add",
            new() { ["channel_id"] = "<room>", ["title"] = "x", ["type"] = "link", ["link"] = "https://example.com" },
            "is_archived"),
        new("its name is not free", "conversations.create", new() { ["name"] = "inc-1-redis" }, "name_taken"),
        Unarchive.WithoutTheScope("channels:manage"),
        Unarchive,
        new("a channel that is not archived is taken out", "conversations.unarchive", Room("<second-room>"), "not_archived"),
        new("nothing is taken out", "conversations.unarchive", Room("C0NOPE"), "channel_not_found"),
    ];

    private static JsonObject Room(string channel) => new() { ["channel"] = channel };
}
