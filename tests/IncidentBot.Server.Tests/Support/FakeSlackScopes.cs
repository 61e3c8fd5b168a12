namespace IncidentBot.Server.Tests.Support;

/// <summary>Which scopes let a token call a method, from the pages under https://docs.slack.dev/reference/methods.</summary>
internal static class FakeSlackScopes
{
    public static readonly IReadOnlyList<string> All =
    [
        "commands", "chat:write", "chat:write.public", "app_mentions:read", "channels:manage", "channels:read",
        "channels:history", "groups:history", "groups:write", "groups:read",
        "pins:write", "bookmarks:write", "bookmarks:read", "files:write", "users:read", "usergroups:read",
    ];

    /// <param name="isPrivate">Whether it is about a private channel.</param>
    public static string[] Of(string method, bool isPrivate) => method switch
    {
        "chat.postMessage" or "chat.update" or "chat.postEphemeral" or "chat.delete" => ["chat:write"],
        "conversations.create" or "conversations.invite" or "conversations.setTopic" or "conversations.setPurpose"
            or "conversations.archive" or "conversations.unarchive" => [isPrivate ? "groups:write" : "channels:manage"],
        "conversations.history" or "conversations.replies" => ["channels:history", "groups:history"],
        "conversations.info" or "conversations.list" => [isPrivate ? "groups:read" : "channels:read"],
        "pins.add" => ["pins:write"],
        "bookmarks.add" => ["bookmarks:write"],
        "bookmarks.list" => ["bookmarks:read"],
        "files.getUploadURLExternal" or "files.completeUploadExternal" => ["files:write"],
        "users.info" => ["users:read"],
        "usergroups.users.list" => ["usergroups:read"],
        _ => [],
    };
}
