using IncidentBot.Chat;
using IncidentBot.Settings;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>Stops the start where nobody could sign in, or anybody could.</summary>
internal static class SignInOptionsCheck
{
    private const int ShortestSecret = 32;

    public static void Read(SignInOptions options, PageOptions pages, SettingFaults faults)
    {
        if (!options.IsConfigured)
        {
            return;
        }

        if (!pages.AreServed)
        {
            faults.Add("SignIn needs Pages:Url, the address at which people's browsers reach the bot. Write for example https://incidentbot.your.org.");
        }

        if (options.Slack is { IsConfigured: true } slack)
        {
            Complete("Slack", ("ClientId", slack.ClientId), ("ClientSecret", slack.ClientSecret), ("Team", slack.Team));
            Address("SignIn:Slack:Authority", slack.Authority);
        }

        if (options.Entra is { IsConfigured: true } entra)
        {
            Complete("Entra", ("Tenant", entra.Tenant), ("ClientId", entra.ClientId), ("ClientSecret", entra.ClientSecret));
            Address("SignIn:Entra:Authority", entra.Authority ?? "https://login.microsoftonline.com");
            if (entra.Tenant.Length > 0 && !Guid.TryParse(entra.Tenant, out _))
            {
                faults.Add("SignIn:Entra:Tenant must be the id of a directory: 'common' and the like would let anybody in.");
            }
        }

        if (options.Proxy is { IsConfigured: true } proxy)
        {
            Complete("Proxy", ("Header", proxy.Header), ("Secret", proxy.Secret));
            if (proxy.Secret.Length is > 0 and < ShortestSecret)
            {
                faults.Add($"SignIn:Proxy:Secret has {proxy.Secret.Length} characters, and takes {ShortestSecret} at least: whoever guesses it is anybody.");
            }

            if (options.Slack.IsConfigured || options.Entra.IsConfigured)
            {
                faults.Add("SignIn:Proxy stands alone: it leaves nothing for SignIn:Slack or SignIn:Entra to do. Remove one of them.");
            }
        }

        void Complete(string way, params (string Name, string Value)[] settings)
        {
            foreach (var (name, _) in settings.Where(setting => string.IsNullOrWhiteSpace(setting.Value)))
            {
                faults.Add($"SignIn:{way}:{name} is missing. Set it, or remove SignIn:{way}.");
            }
        }

        void Address(string setting, string value)
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var url)
                || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            {
                faults.Add($"{setting} must be an https:// address (http:// only on this machine).");
            }
        }
    }
}
