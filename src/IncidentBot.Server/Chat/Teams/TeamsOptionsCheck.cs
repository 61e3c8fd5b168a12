using System.Net;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Teams;

/// <summary>Stops the start on a half-configured Teams, and says what to do. No value of a secret appears in a message.</summary>
internal sealed class TeamsOptionsCheck(IHostEnvironment environment, IConfiguration configuration) : IValidateOptions<TeamsOptions>
{
    public ValidateOptionsResult Validate(string? name, TeamsOptions options)
    {
        string[] problems = [.. Missing(options), .. Addresses(options), .. Unchecked(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Missing(TeamsOptions options)
    {
        if (!IsId(options.AppId, options))
        {
            yield return $"Teams:AppId is {Fault(options.AppId)}. Copy the application (client) id of the bot's registration, "
                + "or remove all of Teams to run without it.";
        }

        if (!IsId(options.TenantId, options))
        {
            yield return $"Teams:TenantId is {Fault(options.TenantId)}. Copy the directory (tenant) id of the bot's registration, "
                + "or remove all of Teams to run without it.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientSecret) && !options.WithoutAuthentication)
        {
            yield return "Teams:ClientSecret is missing. Make a client secret for the bot's registration and put its value into "
                + "Teams__ClientSecret, or remove all of Teams to run without it.";
        }

        foreach (var tenant in options.MoreTenants.Where(tenant => !Guid.TryParse(tenant, out _)))
        {
            yield return $"Teams:MoreTenants has '{tenant}', which is not a tenant id. Tenant ids look like 72f988bf-86f1-41af-91ab-2d7cd011db47.";
        }

        if (options.Limits.Any(limit => limit.Messages < 1 || limit.Per <= TimeSpan.Zero))
        {
            yield return "Teams:Limits has an entry without messages or time. Write each as Messages=7 and Per=00:00:01.";
        }

        if (options.IncidentChannel is { Length: > 0 } channel
            && (!channel.StartsWith("19:", StringComparison.Ordinal) || channel.Contains(';', StringComparison.Ordinal)))
        {
            yield return $"Teams:IncidentChannel is '{channel}'. Write the id of a channel, which looks like 19:…@thread.tacv2; "
                + "it is in the channel's link, percent-encoded.";
        }
    }

    /// <summary>A Teams of one's own names itself and its bot as it likes.</summary>
    private static bool IsId(string? id, TeamsOptions options) => options.WithoutAuthentication ? !string.IsNullOrWhiteSpace(id) : Guid.TryParse(id, out _);

    private static string Fault(string? id) => string.IsNullOrWhiteSpace(id) ? "missing" : "not an id";

    private static IEnumerable<string> Addresses(TeamsOptions options)
    {
        if (!IsSafe(options.Authority))
        {
            yield return "Teams:Authority must be an https:// address (http:// only on this machine), because the client secret is sent there.";
        }

        if (!IsSafe(options.Metadata))
        {
            yield return "Teams:Metadata must be an https:// address (http:// only on this machine), because the keys come from there.";
        }

        if (ServiceUrls.Read(options.ServiceUrl, options) is null && !options.IsLocal)
        {
            yield return "Teams:ServiceUrl must be an https:// address on a host of Teams:ServiceHosts, because the bot's token is sent there.";
        }

        foreach (var host in options.ServiceHosts.Where(
            host => Uri.CheckHostName(host) is not UriHostNameType.Dns || !host.Contains('.', StringComparison.Ordinal)))
        {
            yield return $"Teams:ServiceHosts has '{host}'. Write names of hosts, for example smba.trafficmanager.net.";
        }
    }

    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    private IEnumerable<string> Unchecked(TeamsOptions options)
    {
        if (!options.WithoutAuthentication)
        {
            yield break;
        }

        if (!environment.IsDevelopment())
        {
            yield return "Teams:WithoutAuthentication lets anybody in, so it takes the environment Development. Remove it, "
                + "or set ASPNETCORE_ENVIRONMENT=Development on your own machine.";
        }

        if (!ListensOnLoopbackOnly())
        {
            yield return "Teams:WithoutAuthentication lets anybody in, so the bot may listen on loopback only. Remove it, "
                + "or set Urls to http://127.0.0.1:8080.";
        }
    }

    private bool ListensOnLoopbackOnly() =>
        configuration["HTTP_PORTS"] is null or "" && configuration["HTTPS_PORTS"] is null or ""
        && !configuration.GetSection("Kestrel:Endpoints").Exists()
        && (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } urls
        && urls.All(IsLoopback);

    // Not Uri.IsLoopback alone: Kestrel takes "*" and "+" for every address, which are no hosts to Uri.
    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && (parsed.Host == "localhost" || (IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
