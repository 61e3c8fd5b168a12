using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>
/// Slack's rate limits, written down a second time: calls of a method in the last minute, per token, and one message a
/// second in each channel.
/// </summary>
internal sealed class FakeSlackLimits(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Token, string Method), Queue<DateTimeOffset>> calls = [];
    private readonly Dictionary<string, DateTimeOffset> lastPost = [];

    /// <returns>Null when the call may pass; then it counts.</returns>
    public FakeSlackFailure? Check(string method, string token, JsonObject arguments)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var recent = calls.TryGetValue((token, method), out var queue) ? queue : calls[(token, method)] = new Queue<DateTimeOffset>();
            while (recent.TryPeek(out var first) && now - first >= Minute)
            {
                recent.Dequeue();
            }

            if (recent.Count >= PerMinute(method))
            {
                return FakeSlackFailure.RateLimited((int)Math.Ceiling((recent.Peek() + Minute - now).TotalSeconds));
            }

            if (method == "chat.postMessage" && (string?)arguments["channel"] is { } channel)
            {
                if (lastPost.TryGetValue(channel, out var last) && now - last < Pause)
                {
                    return FakeSlackFailure.RateLimited(1);
                }

                lastPost[channel] = now;
            }

            recent.Enqueue(now);
            return null;
        }
    }

    /// <summary>See https://docs.slack.dev/apis/web-api/rate-limits; the exact edges are Slack's secret.</summary>
    private static int PerMinute(string method) => method switch
    {
        "conversations.create" or "conversations.setTopic" or "conversations.setPurpose" or "conversations.archive"
            or "conversations.unarchive" or "conversations.list"
            or "pins.add" or "bookmarks.add" or "usergroups.users.list" => 20,
        "chat.update" or "chat.delete" or "conversations.invite" or "conversations.info" or "conversations.history"
            or "conversations.replies" or "bookmarks.list" => 50,
        "chat.postEphemeral" or "users.info" or "views.open" or "views.publish"
            or "files.getUploadURLExternal" or "files.completeUploadExternal" => 100,
        "chat.postMessage" => 300,
        _ => 600,
    };
}
