namespace IncidentBot.Chat.Teams;

/// <summary>
/// The address that comes with each activity and that answers are sent to, with the bot's token. It comes from outside, so
/// only Teams' own hosts pass. See https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages.
/// </summary>
internal static class ServiceUrls
{
    public static readonly IReadOnlyList<string> DocumentedHosts = ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"];

    /// <returns>The address to put <c>v3/…</c> behind; null when it is not one that the configuration allows.</returns>
    public static Uri? Read(string? serviceUrl, TeamsOptions options)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            return null;
        }

        var hosts = options.ServiceHosts.Count > 0 ? options.ServiceHosts : DocumentedHosts;
        var allowed = options.IsLocal
            ? url is { IsLoopback: true, Scheme: "http" }
            : url is { Scheme: "https", IsDefaultPort: true } && hosts.Contains(url.IdnHost, StringComparer.OrdinalIgnoreCase);
        return allowed ? new Uri(url.AbsoluteUri.EndsWith('/') ? url.AbsoluteUri : url.AbsoluteUri + "/") : null;
    }
}
