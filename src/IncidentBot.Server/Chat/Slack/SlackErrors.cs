using IncidentBot.Chat.Slack.Wire;

namespace IncidentBot.Chat.Slack;

/// <summary>Slack's error words: whether trying again can help and, where it cannot, what a person has to do.</summary>
internal static class SlackErrors
{
    public static DeliveryException ToException(string method, ApiReply reply)
    {
        var error = reply.Error ?? "no reason given";
        return Remedy(reply) is { } remedy
            ? new DeliveryException($"Slack refused {method}: {error}. {remedy}", permanent: true)
            : new DeliveryException($"Slack could not do {method} just now: {error}.", permanent: false);
    }

    /// <returns>Null for trouble that passes.</returns>
    private static string? Remedy(ApiReply reply) => reply.Error switch
    {
        "ratelimited" or "rate_limited" or "message_limit_exceeded" => null,
        "fatal_error" or "internal_error" or "service_unavailable" or "request_timeout" or "update_failed" => null,
        "team_added_to_org" or "external_channel_migrating" => null,

        "channel_not_found" or "not_in_channel" => "Invite the bot into the channel: /invite @IncidentBot.",
        "is_archived" => "The channel is archived: unarchive it, or carry on in another one.",
        "message_not_found" => "Somebody deleted the message: ask for a new one.",
        "cant_update_message" or "edit_window_closed" => "The message can no longer be edited: ask for a new one.",
        "user_not_in_channel" => "The person is not in the channel, so nothing can be shown to them there.",
        "restricted_action" or "restricted_action_read_only_channel" or "restricted_action_thread_only_channel" or "no_permission" or "access_denied" =>
            "The workspace does not let the bot post there: ask an administrator of it.",
        "not_authed" or "invalid_auth" or "account_inactive" or "token_revoked" or "token_expired" or "not_allowed_token_type" =>
            "Slack does not accept the bot's token: install the app again and put the new one into Slack:BotToken.",
        "missing_scope" => $"Add the scope {reply.Needed ?? "it needs"} to the app and install it again.",
        "no_text" or "invalid_blocks" or "invalid_blocks_format" or "msg_blocks_too_long" or "msg_too_long" =>
            string.Join(' ', ["This is a mistake in the bot: please report it.", .. reply.ResponseMetadata?.Messages ?? []]),

        _ => "See https://docs.slack.dev/reference/methods for this error.",
    };
}
