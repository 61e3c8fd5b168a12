namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/block-kit/composition-objects/text-object.</summary>
internal sealed record TextObject(string Type, string Text)
{
    public bool? Emoji { get; init; }
    public bool? Verbatim { get; init; }

    /// <summary>Shown as it is. Emoji names stay text: <c>a:key:b</c> is a key.</summary>
    public static TextObject Plain(string text) => new("plain_text", text) { Emoji = false };

    /// <summary>Formatted. Verbatim, so that Slack makes no mention out of <c>@channel</c>.</summary>
    public static TextObject Mrkdwn(string text) => new("mrkdwn", text) { Verbatim = true };
}
