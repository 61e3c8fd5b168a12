using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>
/// What a channel and a thread hold, and the data beside messages. See
/// https://docs.slack.dev/reference/methods/conversations.history and https://docs.slack.dev/messaging/message-metadata.
/// </summary>
internal sealed class FakeSlackHistory(FakeSlack slack)
{
    /// <summary>Slack publishes no number; this is far more than the bot sends.</summary>
    private const int LongestMetadata = 8000;

    /// <summary>Channels that only their members know of.</summary>
    public HashSet<string> Private { get; } = [];

    /// <summary>Public channels that the bot posts into without being in them.</summary>
    public HashSet<string> NotJoined { get; } = [];

    /// <summary>Most messages of one page, whatever is asked for.</summary>
    public int PageSize { get; set; } = 999;

    internal static JsonObject? MetadataProblem(JsonObject arguments) => arguments["metadata"] switch
    {
        null => null,
        JsonObject metadata when metadata["event_type"]?.GetValueKind() == JsonValueKind.String && metadata["event_payload"] is JsonObject =>
            metadata.ToJsonString().Length > LongestMetadata ? Refuse("metadata_too_large") : null,
        _ => Refuse("invalid_metadata_format"),
    };

    /// <returns>Null for a method that does not read messages.</returns>
    internal JsonObject? Do(string method, JsonObject arguments, IReadOnlyCollection<string> scopes) => method switch
    {
        "conversations.history" => Problem(arguments, scopes) ?? History(arguments),
        "conversations.replies" => Problem(arguments, scopes) ?? Replies(arguments),
        _ => null,
    };

    private JsonObject? Problem(JsonObject arguments, IReadOnlyCollection<string> scopes)
    {
        var channel = (string?)arguments["channel"];
        if (slack.ChannelProblem(channel) == "channel_not_found")
        {
            return Refuse("channel_not_found");
        }

        var needed = Private.Contains(channel!) ? "groups:history" : "channels:history";
        if (!scopes.Contains(needed))
        {
            var refusal = Refuse("missing_scope");
            refusal["needed"] = needed;
            return refusal;
        }

        return !NotJoined.Contains(channel!) ? null : Refuse(Private.Contains(channel!) ? "channel_not_found" : "not_in_channel");
    }

    /// <summary>The newest first, and nothing of what is in threads.</summary>
    private JsonObject History(JsonObject arguments)
    {
        var (oldest, latest) = ((string?)arguments["oldest"] ?? "0", (string?)arguments["latest"] ?? "9999999999.999999");
        return Page(arguments, [.. Everything(arguments)
            .Where(message => (string?)message["thread_ts"] is not { } thread || thread == TsOf(message))
            .Where(message => string.CompareOrdinal(TsOf(message), oldest) > 0 && string.CompareOrdinal(TsOf(message), latest) < 0)
            .OrderByDescending(TsOf, StringComparer.Ordinal)]);
    }

    /// <summary>The message that the thread hangs on, then what is in it, in order.</summary>
    private JsonObject Replies(JsonObject arguments)
    {
        var ts = (string?)arguments["ts"];
        var thread = Everything(arguments)
            .Where(message => TsOf(message) == ts || (string?)message["thread_ts"] == ts)
            .OrderBy(TsOf, StringComparer.Ordinal)
            .ToList();
        return thread.Count == 0 ? Refuse("thread_not_found") : Page(arguments, thread);
    }

    private JsonObject Page(JsonObject arguments, List<JsonObject> messages)
    {
        var limit = Math.Min(
            PageSize,
            int.TryParse(arguments["limit"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 100);
        var from = (string?)arguments["cursor"] is { Length: > 0 } cursor ? messages.FindIndex(message => TsOf(message) == cursor) : 0;
        if (from < 0)
        {
            return Refuse("invalid_cursor");
        }

        var next = messages.Skip(from + limit).FirstOrDefault();
        return new()
        {
            ["ok"] = true,
            ["messages"] = new JsonArray([.. messages.Skip(from).Take(limit)]),
            ["has_more"] = next is not null,
            ["response_metadata"] = new JsonObject { ["next_cursor"] = next is null ? "" : TsOf(next) },
        };
    }

    private IEnumerable<JsonObject> Everything(JsonObject arguments)
    {
        var channel = (string?)arguments["channel"];
        var withMetadata = arguments["include_all_metadata"]?.ToString() is "true" or "1";
        foreach (var message in slack.Messages.Where(message => message.Channel == channel && message.OnlyFor is null))
        {
            var described = Describe(message.Author, message.Ts, message.ThreadTs, message.Text);
            if (withMetadata && message.Metadata is { } metadata)
            {
                described["metadata"] = metadata.DeepClone();
            }

            yield return described;
        }

        foreach (var file in slack.Files.All.Where(file => file.Channel == channel))
        {
            var described = Describe(FakeSlack.BotUser, file.Ts, file.Thread, "");
            described["files"] = new JsonArray(new JsonObject { ["name"] = file.Name, ["title"] = file.Title });
            yield return described;
        }
    }

    private static JsonObject Describe(string user, string ts, string? thread, string text)
    {
        var described = new JsonObject { ["type"] = "message", ["user"] = user, ["ts"] = ts, ["text"] = text };
        if (thread is not null)
        {
            described["thread_ts"] = thread;
        }

        return described;
    }

    private static string TsOf(JsonObject message) => (string)message["ts"]!;

    private static JsonObject Refuse(string error) => new() { ["ok"] = false, ["error"] = error };
}
