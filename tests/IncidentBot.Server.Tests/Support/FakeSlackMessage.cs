using System.Net;
using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <param name="OnlyFor">Set on a message that one person alone sees.</param>
internal sealed record FakeSlackMessage(string Channel, string Ts, string? OnlyFor, string Text, JsonArray Blocks, int Edits)
{
    public string Author { get; init; } = FakeSlack.BotUser;

    /// <summary>The message in whose thread it is; null in the channel itself.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>Kept through updates that do not name it.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Every text of the blocks, a line each, with Slack's entities read back.</summary>
    public string Visible => string.Join('\n', Texts(Blocks))
        .Replace("&lt;", "<", StringComparison.Ordinal)
        .Replace("&gt;", ">", StringComparison.Ordinal)
        .Replace("&amp;", "&", StringComparison.Ordinal);

    public IReadOnlyList<JsonObject> Buttons =>
        [.. Blocks.OfType<JsonObject>()
            .Where(block => (string?)block["type"] == "actions")
            .SelectMany(block => block["elements"]!.AsArray().OfType<JsonObject>())];

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Texts),
        JsonObject thing when thing["text"] is JsonValue text => [(string)text!],
        JsonObject thing => thing.SelectMany(property => Texts(property.Value)),
        _ => [],
    };
}

/// <param name="Method"><c>chat.postMessage</c> and the like, or <c>response_url</c>.</param>
/// <param name="Answer">The error word; null when Slack did it.</param>
internal sealed record FakeSlackCall(string Method, JsonObject Arguments, string? Token, string? Answer)
{
    public DateTimeOffset At { get; init; }

    /// <summary>It came as a form, in which everything is text.</summary>
    public bool IsForm { get; init; }
}

/// <param name="AfterEffect">The call is done all the same.</param>
/// <param name="Seconds">How long the answer takes.</param>
/// <param name="Lost">Nobody hears the answer: the connection breaks.</param>
internal sealed record FakeSlackFailure(
    string Error,
    HttpStatusCode Status = HttpStatusCode.OK,
    int? RetryAfterSeconds = null,
    bool AfterEffect = false,
    bool Lost = false,
    double Seconds = 0)
{
    public static FakeSlackFailure RateLimited(int retryAfterSeconds) => new("ratelimited", HttpStatusCode.TooManyRequests, retryAfterSeconds);
}
