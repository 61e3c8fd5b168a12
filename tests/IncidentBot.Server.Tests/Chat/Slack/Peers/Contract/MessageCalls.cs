using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>Posts, updates, words to one person.</summary>
internal static class MessageCalls
{
    private static readonly ContractCall Post = new(
        "a post",
        "chat.postMessage",
        new() { ["channel"] = "<channel>", ["text"] = "x" },
        "ok channel=<channel> ts=<post> message.ts=<post> message.text=x");
    private static readonly ContractCall Update = new(
        "an update",
        "chat.update",
        new() { ["channel"] = "<channel>", ["ts"] = "<post>", ["text"] = "y" },
        "ok channel=<channel> ts=<post> text=y");
    private static readonly ContractCall Whisper = new(
        "a word to one person",
        "chat.postEphemeral",
        new() { ["channel"] = "<channel>", ["user"] = "<alice>", ["text"] = "x" },
        "ok message_ts=<whisper>");

    public static readonly IReadOnlyList<ContractCall> All =
    [
        Post,
        Post.WithoutTheScope("chat:write"),
        new("a post with blocks", "chat.postMessage", new() { ["channel"] = "<channel>", ["text"] = "x", ["blocks"] = Section("*x*") }, "ok ts=<card>"),
        new("a post in a thread", "chat.postMessage", new() { ["channel"] = "<channel>", ["thread_ts"] = "<card>", ["text"] = "x" }, "ok ts=<reply>"),
        new("a post for one person", "chat.postMessage", new() { ["channel"] = "<bob>", ["text"] = "x" }, "ok channel=<chat> ts=<letter>"),
        new("a post without a text", "chat.postMessage", new() { ["channel"] = "<channel>" }, "no_text"),
        new("a post with an empty text", "chat.postMessage", new() { ["channel"] = "<channel>", ["text"] = "" }, "no_text"),
        new("a post nowhere", "chat.postMessage", new() { ["channel"] = "C0NOPE", ["text"] = "x" }, "channel_not_found"),
        new("a post without a channel", "chat.postMessage", new() { ["text"] = "x" }, "channel_not_found"),
        new("a post by a stranger", "chat.postMessage", new() { ["channel"] = "<channel>", ["text"] = "x" }, "invalid_auth") { Token = ContractToken.Stranger },
        new("a post without a token", "chat.postMessage", new() { ["channel"] = "<channel>", ["text"] = "x" }, "not_authed") { Token = ContractToken.None },
        new(
            "a post of a block that there is not",
            "chat.postMessage",
            new() { ["channel"] = "<channel>", ["text"] = "x", ["blocks"] = new JsonArray(new JsonObject { ["type"] = "bogus" }) },
            "invalid_blocks"),
        new("a post of too many blocks", "chat.postMessage", new()
        {
            ["channel"] = "<channel>",
            ["text"] = "x",
            ["blocks"] = new JsonArray([.. Enumerable.Range(0, 51).Select(_ => (JsonNode)new JsonObject { ["type"] = "divider" })]),
        }, "invalid_blocks"),
        Update,
        Update.WithoutTheScope("chat:write"),
        new(
            "an update in a person's own chat",
            "chat.update",
            new() { ["channel"] = "<chat>", ["ts"] = "<letter>", ["text"] = "y" },
            "ok channel=<chat> ts=<letter>"),
        new(
            "an update where a person is named as the channel",
            "chat.update",
            new() { ["channel"] = "<bob>", ["ts"] = "<letter>", ["text"] = "y" },
            "channel_not_found"),
        new("an update of nothing", "chat.update", new() { ["channel"] = "<channel>", ["ts"] = "1.000001", ["text"] = "y" }, "message_not_found"),
        new(
            "an update of what somebody else wrote",
            "chat.update",
            new() { ["channel"] = "<channel>", ["ts"] = "<theirs>", ["text"] = "y" },
            "cant_update_message"),
        Whisper,
        Whisper.WithoutTheScope("chat:write"),
        new("an update of what one person sees", "chat.update", new() { ["channel"] = "<channel>", ["ts"] = "<whisper>", ["text"] = "y" }, "message_not_found"),
        new("a word to nobody", "chat.postEphemeral", new() { ["channel"] = "<channel>", ["text"] = "x" }, "user_not_in_channel"),
        new(
            "a word to a person that there is not",
            "chat.postEphemeral",
            new() { ["channel"] = "<channel>", ["user"] = "U0NOBODY", ["text"] = "x" },
            "user_not_in_channel"),
        new("a word to one person nowhere", "chat.postEphemeral", new() { ["channel"] = "C0NOPE", ["user"] = "<alice>", ["text"] = "x" }, "channel_not_found"),
    ];

    private static JsonArray Section(string text) =>
        new(new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text } });
}
