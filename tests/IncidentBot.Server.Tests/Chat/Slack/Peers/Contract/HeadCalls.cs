using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>What a channel has in its head: pins and bookmarks.</summary>
internal static class HeadCalls
{
    private const string Dashboard = "https://grafana.example.com/d/redis";

    private static readonly ContractCall Pin = Pinned("a pin", "<room>", "<living-card>", "ok");
    private static readonly ContractCall Bookmark =
        Marked("a bookmark", new(), $"ok bookmark.id=<bookmark> bookmark.title=Dashboard bookmark.link={Dashboard}");
    private static readonly ContractCall List = new(
        "the bookmarks",
        "bookmarks.list",
        new() { ["channel_id"] = "<room>" },
        $"ok bookmarks[title:Dashboard].id=<bookmark> bookmarks[title:Dashboard].link={Dashboard}");

    public static readonly IReadOnlyList<ContractCall> All =
    [
        new("a post in the new channel", "chat.postMessage", new() { ["channel"] = "<room>", ["text"] = "x" }, "ok channel=<room> ts=<living-card>"),
        Pin.WithoutTheScope("pins:write"),
        Pin,
        Pinned("the same pin again", "<room>", "<living-card>", "already_pinned"),
        Pinned("a pin on nothing", "<room>", "1.000001", "message_not_found"),
        Pinned("a pin on what is no time", "<room>", "nonsense", "bad_timestamp"),
        new("a pin on no message", "pins.add", new() { ["channel"] = "<room>" }, "no_item_specified"),
        Pinned("a pin nowhere", "C0NOPE", "<living-card>", "channel_not_found"),
        Bookmark.WithoutTheScope("bookmarks:write"),
        Bookmark,
        Marked("a bookmark of another kind", new() { ["type"] = "page" }, "invalid_bookmark_type"),
        Marked("a bookmark with an address that is none", new() { ["link"] = "grafana" }, "invalid_link"),
        Marked("a bookmark with a script", new() { ["link"] = "javascript:alert(1)" }, "invalid_link"),
        Marked("a bookmark without a title", new() { ["title"] = "" }, "invalid_arguments"),
        Marked("a bookmark nowhere", new() { ["channel_id"] = "C0NOPE" }, "channel_not_found"),
        List,
        List.WithoutTheScope("bookmarks:read"),
        new("the bookmarks of nowhere", "bookmarks.list", new() { ["channel_id"] = "C0NOPE" }, "channel_not_found"),
    ];

    private static ContractCall Pinned(string what, string channel, string timestamp, string answer) =>
        new(what, "pins.add", new() { ["channel"] = channel, ["timestamp"] = timestamp }, answer);

    private static ContractCall Marked(string what, JsonObject but, string answer)
    {
        var arguments = new JsonObject { ["channel_id"] = "<room>", ["title"] = "Dashboard", ["type"] = "link", ["link"] = Dashboard };
        foreach (var (name, value) in but)
        {
            arguments[name] = value!.DeepClone();
        }

        return new ContractCall(what, "bookmarks.add", arguments, answer);
    }
}
