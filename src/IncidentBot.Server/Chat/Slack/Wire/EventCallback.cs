using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Chat.Slack.Wire;

/// <summary>The envelope of the Events API. See https://docs.slack.dev/apis/events-api/#callback-field.</summary>
internal sealed record EventCallback
{
    public const string EventOccurred = "event_callback";
    public const string UrlVerification = "url_verification";
    public const string RateLimited = "app_rate_limited";

    public string? Type { get; init; }
    public string? Challenge { get; init; }
    public string? TeamId { get; init; }

    /// <summary>The same in every repetition of one event.</summary>
    public string? EventId { get; init; }
    public SlackEvent? Event { get; init; }
    public IReadOnlyList<EventAuthorization?>? Authorizations { get; init; }

    /// <returns>Null when it is not an event of Slack's.</returns>
    public static EventCallback? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<EventCallback>(json, SlackJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Whom the event is delivered to: the bot's own user.</summary>
internal sealed record EventAuthorization(string? UserId, string? TeamId);

/// <summary>What happened, with the fields that any of the events we listen to has.</summary>
internal sealed record SlackEvent
{
    public const string AppMention = "app_mention";
    public const string AppHomeOpened = "app_home_opened";

    public string? Type { get; init; }
    public string? Subtype { get; init; }
    public string? User { get; init; }

    /// <summary>The workspace of the person, where the channel is shared with another.</summary>
    public string? UserTeam { get; init; }
    public string? BotId { get; init; }
    public string? Text { get; init; }
    public string? Channel { get; init; }
    public string? Ts { get; init; }

    /// <summary>There when a message was changed afterwards.</summary>
    public JsonElement? Edited { get; init; }

    /// <summary>Whether a person typed it: with a file, in a thread and to the channel as well, or as what they do.</summary>
    [JsonIgnore]
    public bool IsTyped => Subtype is null or "file_share" or "thread_broadcast" or "me_message";

    /// <summary>Whatever else the event carries.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }
}
