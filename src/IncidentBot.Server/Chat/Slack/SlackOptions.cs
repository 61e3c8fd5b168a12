namespace IncidentBot.Chat.Slack;

/// <summary>The <c>Slack</c> section. Slack is on as soon as one of the two secrets is there; then both must be.</summary>
internal sealed class SlackOptions
{
    public const string Section = "Slack";

    /// <summary>From the app's "Basic Information" page. Proves that a request comes from Slack.</summary>
    public string? SigningSecret { get; init; }

    /// <summary>From the app's "OAuth &amp; Permissions" page; starts with <c>xoxb-</c>.</summary>
    public string? BotToken { get; init; }

    public string ApiUrl { get; init; } = "https://slack.com/api/";

    /// <summary>Hosts that answers may be sent to. Empty means <c>hooks.slack.com</c>.</summary>
    public IReadOnlyList<string> AllowedResponseHosts { get; init; } = [];

    /// <summary>Workspace ids that are served. Empty means every workspace whose requests carry the right signature.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    public bool IsEnabled => !string.IsNullOrWhiteSpace(SigningSecret) || !string.IsNullOrWhiteSpace(BotToken);

    public Uri ApiBase => new(ApiUrl.EndsWith('/') ? ApiUrl : ApiUrl + "/");

    /// <summary>True for a Slack on this machine, which is to say in a test or a demonstration.</summary>
    public bool IsLocal => ApiBase.IsLoopback;

    public bool Serves(string team) => Teams.Count == 0 || Teams.Contains(team, StringComparer.Ordinal);
}
