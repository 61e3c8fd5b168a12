using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using IncidentBot.Settings;
using IncidentBot.Words;

namespace IncidentBot.Webhooks;

/// <summary>What is wrong with the endpoints that the types cannot say. No value of a secret appears in a sentence.</summary>
internal static partial class WebhookOptionsCheck
{
    private const int MostSecrets = 2;

    public static void Read(WebhooksOptions options, SettingFaults faults)
    {
        foreach (var (name, endpoint) in options.Endpoints)
        {
            var path = $"{WebhooksOptions.Section}:{name}";
            faults.Check(
                Name().IsMatch(name),
                $"{path} is no name for an endpoint. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen.");
            Address(path, endpoint, faults);
            Secrets(path, endpoint, faults);
            Events(path, endpoint, faults);
        }

        var shared = options.Endpoints
            .SelectMany(endpoint => endpoint.Value.Secrets.Distinct().Select(secret => (endpoint.Key, Secret: secret)))
            .GroupBy(endpoint => endpoint.Secret, endpoint => endpoint.Key)
            .SelectMany(same => same.Skip(1).Select(other => (same.First(), other)));
        foreach (var (name, other) in shared)
        {
            faults.Add($"{WebhooksOptions.Section}:{name} and {other} have the same secret. Expected a secret for each: "
                + "whoever knows it can speak for the bot.");
        }
    }

    private static void Address(string path, WebhookOptions endpoint, SettingFaults faults)
    {
        if (endpoint.Url.Length == 0)
        {
            faults.Add($"{path}:Url is missing. Expected https://, such as https://hooks.your.org/incidents.");
        }
        else if (!Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            faults.Add($"{path}:Url is no address. Expected https://, such as https://hooks.your.org/incidents, without a password or a fragment in it.");
        }
        else if (url.Scheme == Uri.UriSchemeHttp && !endpoint.AllowPrivate)
        {
            faults.Add($"{path}:Url is not encrypted. Expected https://, or AllowPrivate for an endpoint of your own network.");
        }
        else if (!endpoint.AllowPrivate && IPAddress.TryParse(url.IdnHost, out var address) && !PublicAddress.Is(address))
        {
            faults.Add($"{path}:Url is no public address. Expected one that is, or AllowPrivate for an endpoint of your own network.");
        }
    }

    private static void Secrets(string path, WebhookOptions endpoint, SettingFaults faults)
    {
        faults.Check(
            endpoint.Secrets.Count is > 0 and <= MostSecrets,
            endpoint.Secrets.Count == 0
                ? $"{path}:Secrets is missing. Expected what is signed with, as whsec_ and 24 to 64 bytes in base64: echo whsec_$(openssl rand -base64 32)."
                : string.Create(CultureInfo.InvariantCulture, $"{path}:Secrets are {endpoint.Secrets.Count}. Expected one, or two while they are exchanged."));
        for (var at = 0; at < endpoint.Secrets.Count; at++)
        {
            faults.Check(
                WebhookSecret.Read(endpoint.Secrets[at]) is not null,
                string.Create(CultureInfo.InvariantCulture, $"{path}:Secrets:{at} is no secret. Expected whsec_ and 24 to 64 bytes in base64."));
        }

        faults.Check(
            endpoint.Secrets.Distinct().Count() == endpoint.Secrets.Count, $"{path}:Secrets are the same. Expected another one while they are exchanged.");
    }

    private static void Events(string path, WebhookOptions endpoint, SettingFaults faults)
    {
        foreach (var wanted in endpoint.Events.Where(wanted => !WebhookTypes.All.Any(type => WebhookTypes.Fits(wanted, type))))
        {
            faults.Add($"{path}:Events has '{wanted}', which nothing is called. "
                + (EditDistance.Closest(wanted, WebhookTypes.All, 1) is [var close]
                    ? $"Did you mean {close}?"
                    : $"Expected one of: {string.Join(", ", WebhookTypes.All)}."));
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
