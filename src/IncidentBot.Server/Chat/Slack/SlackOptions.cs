using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentBot.Chat.Slack.Rooms;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// The <c>Slack</c> section. Slack is on as soon as one of its secrets is there; then there must be a token to speak with
/// and a way in: a signing secret for HTTP, an app-level token for Socket Mode, or both.
/// </summary>
internal sealed class SlackOptions
{
    public const string Section = "Slack";

    /// <summary>From the app's "Basic Information" page. Proves that a request comes from Slack.</summary>
    [PasswordPropertyText(true)]
    public string? SigningSecret { get; init; }

    /// <summary>From "Basic Information", "App-Level Tokens", with the scope connections:write; starts with <c>xapp-</c>.</summary>
    [PasswordPropertyText(true)]
    public string? AppToken { get; init; }

    /// <summary>
    /// From the app's "OAuth &amp; Permissions" page; starts with <c>xoxb-</c>. For every workspace that
    /// <see cref="Workspaces"/> does not name.
    /// </summary>
    [PasswordPropertyText(true)]
    public string? BotToken { get; init; }

    /// <summary>Workspaces with a token of their own, by their id.</summary>
    public Dictionary<string, SlackWorkspaceOptions> Workspaces { get; init; } = [];

    /// <summary>
    /// Sockets held open at once. Slack sends each request to one of them; two cover for each other, and it allows ten, of which each is
    /// exchanged by opening the next one first.
    /// </summary>
    [Range(1, 5)]
    public int SocketConnections { get; init; } = 2;

    /// <summary>How often a socket is asked whether it is alive.</summary>
    public TimeSpan SocketPing { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A socket that is silent for this long after the question is given up.</summary>
    public TimeSpan SocketSilence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a socket that Slack announced to close is still listened to after its successor is open.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan SocketLinger { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where Slack is. Only a Slack of one's own has another address.</summary>
    public string ApiUrl { get; init; } = "https://slack.com/api/";

    /// <summary>How long a channel rests after each message: Slack takes one a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan PostEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages a minute over all channels of a workspace. Slack says "several hundred" and no number.</summary>
    [Range(1, 100_000)]
    public int PostsPerMinute { get; init; } = 240;

    /// <summary>How long one call may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Hosts that answers may be sent to. Empty means <c>hooks.slack.com</c>.</summary>
    public IReadOnlyList<string> AllowedResponseHosts { get; init; } = [];

    /// <summary>Workspace ids that are served. Empty means every workspace there is a token for.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>A channel of its own for each incident.</summary>
    public SlackRoomOptions Rooms { get; init; } = new();

    public bool IsEnabled => TakesHttp || TakesSocket || !string.IsNullOrWhiteSpace(BotToken) || Workspaces.Count > 0;

    public bool TakesHttp => !string.IsNullOrWhiteSpace(SigningSecret);

    public bool TakesSocket => !string.IsNullOrWhiteSpace(AppToken);

    public Uri ApiBase => new(ApiUrl.EndsWith('/') ? ApiUrl : ApiUrl + "/");

    /// <summary>True for a Slack on this machine, which is to say in a test or a demonstration.</summary>
    public bool IsLocal => ApiBase.IsLoopback;

    /// <returns>Null for a workspace that the bot was not given a token for.</returns>
    public string? TokenOf(string workspace) =>
        Workspaces.TryGetValue(workspace, out var own) ? own.BotToken : string.IsNullOrWhiteSpace(BotToken) ? null : BotToken;

    /// <summary>Whether requests that arrive in this workspace are taken.</summary>
    public bool Serves(string team) => (Teams.Count == 0 || Teams.Contains(team, StringComparer.Ordinal)) && TokenOf(team) is not null;

    /// <summary>Whether a person of this workspace is served, who may be a guest in a channel shared with another.</summary>
    public bool Knows(string home) => Teams.Count == 0 || Teams.Contains(home, StringComparer.Ordinal);
}

internal sealed class SlackWorkspaceOptions
{
    /// <inheritdoc cref="SlackOptions.BotToken"/>
    [PasswordPropertyText(true)]
    public string? BotToken { get; init; }
}
