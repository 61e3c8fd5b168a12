using IncidentBot.Chat.Slack.Wire;

namespace IncidentBot.Chat.Slack;

/// <summary>Slack's error words: whether trying again can help and, where it cannot, what a person has to do.</summary>
internal static class SlackErrors
{
    /// <summary>Slack always says how long; this is for a proxy that does not.</summary>
    private static readonly TimeSpan UnsaidPause = TimeSpan.FromSeconds(5);

    public static DeliveryException TooFast(string method, TimeSpan? retryAfter) =>
        new($"Slack asks to slow down with {method} (429).", permanent: false, retryAfter ?? UnsaidPause, mayHaveArrived: false);

    public static DeliveryException ToException(string method, ApiReply reply)
    {
        var error = reply.Error ?? "no reason given";
        return Remedy(reply) is { } remedy
            ? new DeliveryException($"Slack refused {method}: {error}. {remedy}", permanent: true, mayHaveArrived: false)
            : new DeliveryException($"Slack could not do {method} just now: {error}.", permanent: false, mayHaveArrived: !IsRefusal(error));
    }

    /// <summary>Of the errors that pass, those that say that nothing was done; of the others Slack says that a part may have been.</summary>
    private static bool IsRefusal(string error) =>
        error is "ratelimited" or "rate_limited" or "message_limit_exceeded" or "team_added_to_org" or "external_channel_migrating";

    /// <returns>Null for trouble that passes.</returns>
    public static string? Remedy(ApiReply reply) => reply.Error switch
    {
        "ratelimited" or "rate_limited" or "message_limit_exceeded" => null,
        "fatal_error" or "internal_error" or "service_unavailable" or "request_timeout" or "update_failed" => null,
        "team_added_to_org" or "external_channel_migrating" or "org_login_required" or "too_many_requests" => null,

        "channel_not_found" or "not_in_channel" => "Invite the bot into the channel: /invite @IncidentBot.",
        "is_archived" or "already_archived" or "is_inactive" => "The channel is archived: unarchive it, or carry on in another one.",
        "message_not_found" => "Somebody deleted the message: ask for a new one.",
        "cant_update_message" or "edit_window_closed" => "The message can no longer be edited: ask for a new one.",
        "user_not_in_channel" => "The person is not in the channel, so nothing can be shown to them there.",
        "user_not_found" or "cant_invite" or "ura_max_channels" or "user_is_restricted" or "org_user_not_in_team"
            or "no_external_invite_permission" or "invitee_cant_see_channel" =>
            "Slack does not let this person be added: ask somebody in the channel to invite them.",
        "restricted_action" or "restricted_action_read_only_channel" or "restricted_action_thread_only_channel"
            or "no_permission" or "access_denied" or "ekm_access_denied" or "posting_to_channel_denied" or "app_access_restricted" =>
            "The workspace does not let the bot do that: ask an administrator of it.",
        "name_taken" => "There is a channel of this name already, perhaps an archived one: choose another name.",
        "invalid_name" or "invalid_name_required" or "invalid_name_punctuation" or "invalid_name_maxlength" or "invalid_name_specials" =>
            "A channel's name has at most 80 lower-case letters, digits, hyphens and underscores.",
        "cant_archive_general" or "cant_archive_required" => "Slack keeps this channel open for everybody: nothing has to be done.",
        "messages_tab_disabled" => "Switch the Messages Tab on under App Home: answers that belong to no channel go there.",
        "not_enabled" => "Switch the Home Tab on under App Home.",
        "file_uploads_disabled" or "file_uploads_except_images_disabled" or "file_type_not_allowed"
            or "file_upload_size_restricted" or "storage_limit_reached" =>
            "The workspace does not take the file: ask an administrator of it.",
        "invalid_link" => "The address of a bookmark begins with https://: correct Slack:Rooms:Bookmarks.",
        "plan_upgrade_required" => "User groups take a paid plan of Slack: list these people one by one under People.",
        "no_such_subteam" => "There is no user group with this id: correct People:Groups.",
        "accesslimited" => "Slack takes the bot's calls only from certain networks: ask an administrator to allow the address it calls from.",
        "too_many_pins" or "too_many_bookmarks" => "Remove one from the channel first.",
        "expired_trigger_id" or "exchanged_trigger_id" or "invalid_trigger_id" =>
            "The form could not be shown within three seconds: type the command or press the button again.",

        "not_authed" or "invalid_auth" =>
            "Slack does not know the bot's token; copy it again from OAuth & Permissions into Slack:BotToken, or Slack:Workspaces for a workspace of its own.",
        "account_inactive" or "token_revoked" =>
            "Somebody removed the app from the workspace or revoked its token; install the app again and put the new token into Slack:BotToken.",
        "token_expired" => "The token has run out: turn token rotation off for the app, install it again and put the new token into Slack:BotToken.",
        "not_allowed_token_type" => "This is another kind of token; Slack:BotToken starts with xoxb-, Slack:AppToken with xapp-.",
        "link_disabled" =>
            "Socket Mode is switched off for the app: switch it on under Socket Mode, or configure Slack:SigningSecret for HTTP, and restart the bot.",
        "missing_scope" => MissingScope(reply.Needed),
        "no_text" or "invalid_blocks" or "invalid_blocks_format" or "msg_blocks_too_long" or "msg_too_long"
            or "invalid_arguments" or "invalid_arg_name" or "invalid_form_data" or "view_too_large"
            or "invalid_metadata_format" or "invalid_metadata_schema" or "metadata_too_large" =>
            string.Join(' ', ["This is a mistake in the bot: please report it.", .. reply.ResponseMetadata?.Messages ?? []]),

        _ => "See https://docs.slack.dev/reference/methods for this error.",
    };

    private static string MissingScope(string? needed) =>
        $"Add the scope {(string.IsNullOrEmpty(needed) ? "it needs" : needed)} to the app, under OAuth & Permissions, Bot Token Scopes, "
            + "and install the app again; manifests/slack.yaml has every scope.";
}
