using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>A file in its three steps.</summary>
internal static class FileCalls
{
    private static readonly ContractCall Place =
        Ask("a place for a file", new() { ["filename"] = "output.txt", ["length"] = 6 }, "ok file_id=<file> upload_url=<place>");
    private static readonly ContractCall Show = Complete("the file is shown", "<channel>", "ok files[0].id=<file> files[0].title=output");

    public static readonly IReadOnlyList<ContractCall> All =
    [
        Place,
        Place.WithoutTheScope("files:write"),
        Ask("a place for a file without a name", new() { ["length"] = 6 }, "missing_argument"),
        Ask("a place for a file without a length", new() { ["filename"] = "output.txt" }, "missing_argument"),
        Ask("a place for an empty file", new() { ["filename"] = "output.txt", ["length"] = 0 }, "missing_argument"),
        Complete("a file that has not come is shown", "<channel>", "file_not_found"),
        new("the file itself", "<place>", [], "HTTP 200") { Token = ContractToken.None, Bytes = "output" },
        new("no file is shown", "files.completeUploadExternal", new() { ["channel_id"] = "<channel>", ["files"] = new JsonArray() }, "invalid_arguments"),
        Complete("the file is shown nowhere", "C0NOPE", "invalid_channel"),
        Show.WithoutTheScope("files:write"),
        Show,
        Complete("the file is shown again", "<channel>", "file_not_found"),
    ];

    private static ContractCall Ask(string what, JsonObject arguments, string answer) => new(what, "files.getUploadURLExternal", arguments, answer);

    private static ContractCall Complete(string what, string channel, string answer) =>
        new(
            what,
            "files.completeUploadExternal",
            new() { ["channel_id"] = channel, ["thread_ts"] = "<card>", ["files"] = new JsonArray(new JsonObject { ["id"] = "<file>", ["title"] = "output" }) },
            answer);
}
