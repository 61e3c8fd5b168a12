using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using IncidentBot.Settings;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// <c>doctor teams</c>: whether the settings would work, before anybody needs them. It asks Entra for a token, reads the
/// keys and knocks at the bot's own door; it posts nothing.
/// </summary>
internal sealed class TeamsDoctor(IOptions<TeamsOptions> options, TeamsTokens tokens, TeamsKeys keys)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public static async IAsyncEnumerable<(bool IsWell, string Line)> CheckAsync(WebApplicationBuilder bot, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var finding in await FindAsync(bot, ct))
        {
            yield return (finding.IsGood, finding.Text);
        }
    }

    private static async Task<IReadOnlyList<Finding>> FindAsync(WebApplicationBuilder bot, CancellationToken ct)
    {
        bot.Logging.ClearProviders();
        if (!bot.Configuration.Read<TeamsOptions>(TeamsOptions.Section).IsEnabled)
        {
            return [Finding.Bad("Teams is not configured: set Teams:AppId, Teams:TenantId and Teams:ClientSecret.")];
        }

        bot.Services.AddTeamsTokens().AddSingleton<TeamsDoctor>();
        await using var provider = bot.Services.BuildServiceProvider();
        if (provider.FaultsOfSettings() is { Count: > 0 } faults)
        {
            return [.. faults.Select(Finding.Bad)];
        }

        return
        [
            .. await provider.GetRequiredService<TeamsDoctor>().ExamineAsync(ct),
            .. PageOptionsCheck.Examine(bot.Configuration).Select(finding => new Finding(finding.IsWell, finding.Line)),
        ];
    }

    private async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct) =>
        [await TokenAsync(ct), Tenants(), await KeysAsync(ct), Addresses(), await EndpointAsync(ct)];

    private async Task<Finding> TokenAsync(CancellationToken ct)
    {
        try
        {
            var token = await tokens.GetAsync(anew: true, ct);
            var expected = string.IsNullOrWhiteSpace(options.Value.TokenTenant) ? options.Value.TenantId : null;
            return token is null ? Finding.Good("No token is needed: Teams:WithoutAuthentication is set.")
                : expected is not null && TenantOf(token) is { } tenant && !string.Equals(tenant, expected, StringComparison.OrdinalIgnoreCase)
                    ? Finding.Bad($"The token is of the tenant {tenant}, and Teams:TenantId is {expected}: set it to the one in which the bot is registered.")
                    : Finding.Good("Entra gives the bot a token for the Bot Connector.");
        }
        catch (DeliveryException e)
        {
            return Finding.Bad(e.Message);
        }
    }

    private Finding Tenants() =>
        Finding.Good($"People of {(options.Value.MoreTenants.Count == 0 ? "this tenant alone" : "these tenants")} may talk to the bot: "
            + $"{string.Join(", ", [options.Value.TenantId, .. options.Value.MoreTenants])}.");

    private async Task<Finding> KeysAsync(CancellationToken ct)
    {
        try
        {
            var all = await keys.AllAsync(ct);
            var endorsed = all.Count(key => Endorsements.Of(key).Contains(TeamsPlatform.ConnectorChannel, StringComparer.Ordinal));
            return endorsed > 0
                ? Finding.Good(string.Create(CultureInfo.InvariantCulture, $"The Bot Connector publishes {all.Count} keys, {endorsed} of them for Teams."))
                : Finding.Bad($"None of the keys at {options.Value.Metadata} is for Teams, so every message would be refused: check Teams:Metadata.");
        }
#pragma warning disable CA1031 // Whatever is in the way, it is what has to be said.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Finding.Bad($"The keys at {options.Value.Metadata} could not be read, so every message would be refused: "
                + $"let the bot reach that address ({e.GetBaseException().GetType().Name}).");
        }
    }

    private Finding Addresses() => ServiceUrls.Read(options.Value.ServiceUrl, options.Value) is null
        ? Finding.Bad($"Teams:ServiceUrl {options.Value.ServiceUrl} is not on a host of Teams:ServiceHosts.")
        : Finding.Good($"The bot's token goes to {(options.Value.IsLocal
            ? "this machine"
            : string.Join(", ", options.Value.ServiceHosts.Count > 0 ? options.Value.ServiceHosts : ServiceUrls.DocumentedHosts))} and nowhere else.");

    /// <summary>Knocks without a token: a bot that is there, and checks, answers 401.</summary>
    private async Task<Finding> EndpointAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(options.Value.Endpoint))
        {
            return Finding.Bad("Teams:Endpoint is not set, so it cannot be checked: set it to the messaging endpoint of the bot's "
                + "registration, for example https://incidentbot.your.org/api/messages.");
        }

        if (!Uri.TryCreate(options.Value.Endpoint, UriKind.Absolute, out var endpoint)
            || !(endpoint.Scheme == Uri.UriSchemeHttps || endpoint is { Scheme: "http", IsLoopback: true })
            || endpoint.AbsolutePath != "/api/messages")
        {
            return Finding.Bad($"Teams:Endpoint is '{options.Value.Endpoint}'. Teams takes an https:// address only, and the bot listens at /api/messages.");
        }

        try
        {
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var http = new HttpClient(handler) { Timeout = Deadline };
            using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(endpoint, body, ct);
            return response.StatusCode switch
            {
                HttpStatusCode.Unauthorized => Finding.Good($"The bot answers at {endpoint} and lets nobody in without a token."),
                HttpStatusCode.NotFound =>
                    Finding.Bad($"Nothing is at {endpoint} (404): start the bot with these settings, and let the proxy pass on /api/messages."),
                HttpStatusCode.BadRequest => Finding.Bad($"The bot at {endpoint} lets everybody in: remove Teams:WithoutAuthentication there."),
                var other => Finding.Bad($"{endpoint} answers {(int)other} to a request without a token, where the bot would answer 401: "
                    + "something else is there, or the bot cannot read the keys."),
            };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return Finding.Bad($"{endpoint} cannot be reached from here "
                + $"({(e as HttpRequestException)?.HttpRequestError.ToString() ?? "timeout"}): start the bot, and check name, "
                + "certificate and proxy.");
        }
    }

    private static string? TenantOf(string token) => new JsonWebTokenHandler() is var handler
        && handler.CanReadToken(token)
        && handler.ReadJsonWebToken(token).TryGetPayloadValue<string>("tid", out var tenant)
        ? tenant
        : null;

    private sealed record Finding(bool IsGood, string Text)
    {
        public static Finding Good(string text) => new(true, text);

        public static Finding Bad(string text) => new(false, text);
    }
}
