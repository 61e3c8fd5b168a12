using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Slack.Wire;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>The words are those of https://docs.slack.dev/reference/methods.</summary>
public sealed class SlackErrorsTests
{
    [Theory]
    [InlineData("pins.add", "too_many_pins", "Remove one")]
    [InlineData("chat.postMessage", "not_in_channel", "/invite @IncidentBot")]
    [InlineData("chat.postMessage", "messages_tab_disabled", "App Home")]
    [InlineData("views.publish", "not_enabled", "App Home")]
    [InlineData("conversations.invite", "org_user_not_in_team", "ask somebody in the channel")]
    [InlineData("usergroups.users.list", "plan_upgrade_required", "under People")]
    [InlineData("usergroups.users.list", "no_such_subteam", "People:Groups")]
    [InlineData("files.getUploadURLExternal", "file_uploads_disabled", "administrator")]
    [InlineData("bookmarks.add", "invalid_link", "Slack:Rooms:Bookmarks")]
    [InlineData("auth.test", "accesslimited", "networks")]
    [InlineData("auth.test", "token_revoked", "install the app again")]
    [InlineData("chat.postMessage", "a_word_of_tomorrow", "https://docs.slack.dev/reference/methods")]
    public void What_Slack_refuses_says_what_to_do(string method, string error, string remedy)
    {
        var refusal = SlackErrors.ToException(method, Reply(error));

        Assert.True(refusal.Permanent);
        Assert.StartsWith($"Slack refused {method}: {error}. ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_that_is_missing_is_named() =>
        Assert.Contains(
            "Add the scope pins:write to the app",
            SlackErrors.ToException("pins.add", Reply("missing_scope", "pins:write")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("internal_error")]
    [InlineData("service_unavailable")]
    [InlineData("too_many_requests")]
    [InlineData("org_login_required")]
    public void What_passes_is_tried_again(string error) => Assert.False(SlackErrors.ToException("chat.postMessage", Reply(error)).Permanent);

    private static ApiReply Reply(string error, string? needed = null) => new(Ok: false, error, Ts: null, needed, ResponseMetadata: null);
}
