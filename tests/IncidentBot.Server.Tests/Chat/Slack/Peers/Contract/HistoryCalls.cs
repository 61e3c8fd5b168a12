namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>What a channel and a thread hold: whether a post is there whose answer was lost.</summary>
internal static class HistoryCalls
{
    private static readonly ContractCall History = new(
        "the messages of a channel",
        "conversations.history",
        new() { ["channel"] = "<channel>", ["limit"] = "200" },
        "ok messages[0].user=<me> has_more=false response_metadata.next_cursor=");
    private static readonly ContractCall Thread = new(
        "a thread",
        "conversations.replies",
        new() { ["channel"] = "<channel>", ["ts"] = "<card>" },
        "ok messages[0].ts=<card> messages[1].ts=<reply> messages[1].thread_ts=<card> messages[1].user=<me>");

    public static readonly IReadOnlyList<ContractCall> All =
    [
        History,
        History.WithoutTheScope("channels:history"),
        new(
            "the newest message of a channel",
            "conversations.history",
            new() { ["channel"] = "<channel>", ["limit"] = "1" },
            "ok has_more=true response_metadata.next_cursor=<older>"),
        new("the messages of no channel", "conversations.history", new() { ["channel"] = "C0NOPE" }, "channel_not_found"),
        Thread,
        Thread.WithoutTheScope("channels:history"),
        new("a thread of nothing", "conversations.replies", new() { ["channel"] = "<channel>", ["ts"] = "1.000001" }, "thread_not_found"),
    ];
}
