namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>Channels: made, found in a list, their topic and their purpose.</summary>
internal static class ChannelCalls
{
    private static readonly ContractCall Create = Named(
        "a channel",
        "inc-1-redis",
        "ok channel.id=<room> channel.name=inc-1-redis channel.is_archived=false channel.creator=<me> channel.purpose.value=");
    private static readonly ContractCall Topic = Says("a topic", "conversations.setTopic", "<room>", "P0", "ok channel.id=<room> channel.topic.value=P0");
    private static readonly ContractCall Purpose =
        Says("a purpose", "conversations.setPurpose", "<room>", "Reference-1", "ok channel.id=<room> channel.purpose.value=Reference-1");
    private static readonly ContractCall Head = new(
        "what stands in a channel's head",
        "conversations.info",
        new() { ["channel"] = "<room>" },
        "ok channel.id=<room> channel.topic.value=P0 channel.purpose.value=");
    private static readonly ContractCall List = new("the channels", "conversations.list", new() { ["types"] = "public_channel", ["limit"] = 1000 },
        "ok channels[name:inc-1-redis].id=<room> channels[name:inc-1-redis].creator=<me> channels[name:inc-1-redis].is_archived=false "
            + "channels[name:inc-1-redis].purpose.value=Reference-1 response_metadata.next_cursor=");

    public static readonly IReadOnlyList<ContractCall> All =
    [
        Create,
        Create.WithoutTheScope("channels:manage"),
        Named("another channel", "inc-2_redis", "ok channel.id=<second-room>"),
        Named("a channel whose name is taken", "inc-1-redis", "name_taken"),
        Named("a channel without a name", "", "invalid_name_required"),
        Named("a channel with the longest name", new string('a', 80), "ok channel.id=<longest>"),
        Named("a channel with a longer name", new string('a', 81), "invalid_name_maxlength"),
        Named("a channel of punctuation", "-_-", "invalid_name_punctuation"),
        Named("a channel with a slash", "inc/1", "invalid_name_specials"),
        Named("a channel with capitals", "INC-3", "invalid_name_specials"),
        Topic,
        Topic.WithoutTheScope("channels:manage"),
        Head,
        Head.WithoutTheScope("channels:read"),
        new("the head of no channel", "conversations.info", new() { ["channel"] = "C0NOPE" }, "channel_not_found"),
        Says("the longest topic", "conversations.setTopic", "<room>", new string('a', 250), "ok channel.id=<room>"),
        Says("a topic that is too long", "conversations.setTopic", "<room>", new string('a', 251), "too_long"),
        new("no topic", "conversations.setTopic", new() { ["channel"] = "<room>" }, "invalid_arguments"),
        Says("a topic nowhere", "conversations.setTopic", "C0NOPE", "P0", "channel_not_found"),
        Purpose,
        Purpose.WithoutTheScope("channels:manage"),
        Says("a purpose that is too long", "conversations.setPurpose", "<room>", new string('a', 251), "too_long"),
        new("no purpose", "conversations.setPurpose", new() { ["channel"] = "<room>" }, "invalid_arguments"),
        Says("a purpose nowhere", "conversations.setPurpose", "C0NOPE", "x", "channel_not_found"),
        List,
        List.WithoutTheScope("channels:read"),
        new(
            "the first page of channels",
            "conversations.list",
            new() { ["types"] = "public_channel", ["limit"] = 1 },
            "ok response_metadata.next_cursor=<next-page>"),
        new(
            "the channels after it",
            "conversations.list",
            new() { ["types"] = "public_channel", ["limit"] = 1000, ["cursor"] = "<next-page>" },
            "ok channels[name:inc-2_redis].id=<second-room> response_metadata.next_cursor="),
        new("a page that there is not", "conversations.list", new() { ["types"] = "public_channel", ["cursor"] = "nonsense" }, "invalid_cursor"),
    ];

    private static ContractCall Named(string what, string name, string answer) =>
        new(what, "conversations.create", new() { ["name"] = name, ["is_private"] = false }, answer);

    private static ContractCall Says(string what, string method, string channel, string text, string answer) =>
        new(what, method, new() { ["channel"] = channel, [method == "conversations.setTopic" ? "topic" : "purpose"] = text }, answer);
}
