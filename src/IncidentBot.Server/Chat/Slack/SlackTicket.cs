namespace IncidentBot.Chat.Slack;

/// <summary>
/// The <c>response_url</c> of a request: an address that this server will later post to, so only Slack's own hosts
/// pass. See https://docs.slack.dev/interactivity/handling-user-interaction#message_responses.
/// </summary>
internal static class SlackTicket
{
    private static readonly string[] SlackHosts = ["hooks.slack.com"];

    /// <returns>Null when there is none, or when it leads elsewhere; then the answer goes out through the Web API.</returns>
    public static Uri? Read(string? responseUrl, SlackOptions options)
    {
        if (!Uri.TryCreate(responseUrl, UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
        {
            return null;
        }

        if (options.IsLocal && url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)
        {
            return url;
        }

        var hosts = options.AllowedResponseHosts.Count > 0 ? options.AllowedResponseHosts : SlackHosts;
        return url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && hosts.Contains(url.IdnHost, StringComparer.OrdinalIgnoreCase) ? url : null;
    }
}
