using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Chat.Slack.Wire;

/// <summary>A rendered card: blocks to look at, and the text that notifications and screen readers use.</summary>
internal sealed record RenderedCard(string Text, IReadOnlyList<Block> Blocks) : IDrawnCard
{
    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsCut { get; init; }

    /// <summary>Where it leads for the whole.</summary>
    [JsonIgnore]
    public Uri? Whole { get; init; }
}

/// <summary>See https://docs.slack.dev/reference/methods/chat.postMessage.</summary>
internal sealed record PostMessage(string Channel, string Text, IReadOnlyList<Block> Blocks)
{
    /// <summary>The message in whose thread it is.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>What the message is recognised by when it is read back.</summary>
    public MessageMetadata? Metadata { get; init; }

    // False: no previews of the pages that a card links to.
    public bool UnfurlLinks { get; }
    public bool UnfurlMedia { get; }
}

/// <summary>See https://docs.slack.dev/reference/methods/chat.update.</summary>
internal sealed record UpdateMessage(string Channel, string Ts, string Text, IReadOnlyList<Block> Blocks);

/// <summary>See https://docs.slack.dev/reference/methods/chat.postEphemeral.</summary>
internal sealed record PostEphemeral(string Channel, string User, string Text, IReadOnlyList<Block> Blocks);

/// <summary>What a <c>response_url</c> takes, and what may be returned to a slash command at once.</summary>
internal sealed record ResponseMessage(string Text, IReadOnlyList<Block>? Blocks = null)
{
    public string ResponseType { get; } = "ephemeral";

    /// <summary>False: an answer must not take the place of the card whose button was pressed.</summary>
    public bool ReplaceOriginal { get; }
}

/// <summary>See https://docs.slack.dev/apis/web-api/#responses.</summary>
internal sealed record ApiReply(bool Ok, string? Error, string? Ts, string? Needed, ApiReplyMetadata? ResponseMetadata)
{
    /// <summary>What only some methods answer.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }

    /// <returns>The default of <typeparamref name="T"/> when the answer has nothing of that name, or something else.</returns>
    public T? Read<T>(string name)
    {
        try
        {
            return More is not null && More.TryGetValue(name, out var value) ? value.Deserialize<T>(SlackJson.Options) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

internal sealed record ApiReplyMetadata(IReadOnlyList<string>? Messages, string? NextCursor);

/// <summary>See https://docs.slack.dev/reference/methods/usergroups.users.list.</summary>
internal sealed record ListGroupUsers(string Usergroup, string? Cursor);
