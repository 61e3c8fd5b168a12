namespace IncidentBot.Chat.Slack.Api;

/// <summary>How often a method may be called, in each workspace. See https://docs.slack.dev/apis/web-api/rate-limits.</summary>
internal enum SlackTier
{
    Tier2,
    Tier3,
    Tier4,

    /// <summary>Hundreds a minute.</summary>
    Special,

    /// <summary>One message a second in each channel, and a limit over all of them.</summary>
    Posting,
}

/// <param name="Scopes">Any of these lets the bot call it; the app's manifest asks for the first.</param>
/// <param name="For">What the bot calls it for.</param>
/// <param name="TakesJson">False for methods that read arguments from form data alone.</param>
internal sealed record SlackMethod(string Name, SlackTier Tier, IReadOnlyList<string> Scopes, string For, bool TakesJson = true);

/// <summary>Every method of the Web API that the bot may call, how often, and what it needs for that. What is not here is not called.</summary>
internal static class SlackMethods
{
    public static readonly IReadOnlyList<SlackMethod> All =
    [
        new("auth.test", SlackTier.Special, [], "doctor: whose token it is"),
        // Listed as tier 1 in one place and as tier 3 in another; with the first, two sockets could not be opened in a minute.
        new("apps.connections.open", SlackTier.Tier3, [], "Socket Mode; takes the app-level token with connections:write"),
        new("chat.postMessage", SlackTier.Posting, ["chat:write"], "cards and posts"),
        new("chat.update", SlackTier.Tier3, ["chat:write"], "living cards"),
        new("chat.postEphemeral", SlackTier.Tier4, ["chat:write"], "answers to one person"),
        new("conversations.create", SlackTier.Tier2, ["channels:manage", "groups:write"], "a channel for an incident"),
        new("conversations.invite", SlackTier.Tier3, ["channels:manage", "groups:write"], "bringing people into an incident's channel"),
        new("conversations.setTopic", SlackTier.Tier2, ["channels:manage", "groups:write"], "the state in the channel's head"),
        new("conversations.setPurpose", SlackTier.Tier2, ["channels:manage", "groups:write"], "what the channel is for"),
        new("conversations.unarchive", SlackTier.Tier2, ["channels:manage", "groups:write"], "taking the channel of a reopened incident out again"),
        new("conversations.archive", SlackTier.Tier2, ["channels:manage", "groups:write"], "putting the channel of a closed incident away"),
        new("conversations.info", SlackTier.Tier3, ["channels:read", "groups:read"], "what stands in a channel's head already", TakesJson: false),
        new("conversations.list", SlackTier.Tier2, ["channels:read", "groups:read"], "whether a name is taken, and by what", TakesJson: false),
        new(
            "conversations.history",
            SlackTier.Tier3,
            ["channels:history", "groups:history"],
            "whether a post is there whose answer was lost",
            TakesJson: false),
        new(
            "conversations.replies",
            SlackTier.Tier3,
            ["channels:history", "groups:history"],
            "whether what belongs into a thread is there already",
            TakesJson: false),
        new("pins.add", SlackTier.Tier2, ["pins:write"], "the living card, pinned"),
        new("bookmarks.add", SlackTier.Tier2, ["bookmarks:write"], "the runbook, in the channel's head"),
        new("bookmarks.list", SlackTier.Tier3, ["bookmarks:read"], "whether the bookmark is there already", TakesJson: false),
        new("views.open", SlackTier.Tier4, [], "forms"),
        new("views.publish", SlackTier.Tier4, [], "the home tab"),
        new("files.getUploadURLExternal", SlackTier.Tier4, ["files:write"], "long outputs and summaries as files", TakesJson: false),
        new("files.completeUploadExternal", SlackTier.Tier4, ["files:write"], "long outputs and summaries as files"),
        new("users.info", SlackTier.Tier4, ["users:read"], "names of people", TakesJson: false),
        new("usergroups.users.list", SlackTier.Tier2, ["usergroups:read"], "permissions that a user group gives its members", TakesJson: false),
    ];

    /// <summary>
    /// What the bot needs besides the first scope of each call: to be talked to, and to do the same where another kind of
    /// channel asks for another scope.
    /// </summary>
    public static readonly IReadOnlyList<(string Scope, string For)> OtherScopes =
    [
        ("commands", "slash commands and shortcuts"),
        ("chat:write.public", "answers in public channels that nobody has invited the bot to"),
        ("app_mentions:read", "commands typed as @IncidentBot …"),
        ("groups:history", "whether a post is there whose answer was lost, in private channels"),
        ("groups:write", "a private channel for a private incident"),
        ("groups:read", "whether the name of a private channel is taken, and by what"),
    ];

    private static readonly Dictionary<string, SlackMethod> ByName = All.ToDictionary(method => method.Name);

    /// <summary>Every bot scope that the bot needs, with the reason; the manifest asks for exactly these.</summary>
    public static IReadOnlyList<(string Scope, string For)> Scopes { get; } =
    [
        .. OtherScopes,
        .. All.Where(method => method.Scopes.Count > 0)
            .GroupBy(method => method.Scopes[0])
            .Select(group => (group.Key, string.Join("; ", group.Select(method => method.For).Distinct()))),
    ];

    /// <exception cref="ArgumentException">The bot does not call this.</exception>
    public static SlackMethod Named(string method) =>
        ByName.TryGetValue(method, out var known)
            ? known
            : throw new ArgumentException($"{method} is not among the Web API methods that the bot calls: add it to SlackMethods, with its tier and scopes.");
}
