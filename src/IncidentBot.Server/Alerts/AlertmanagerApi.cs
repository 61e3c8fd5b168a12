using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Alerts;

/// <summary>
/// Asks an Alertmanager whose address is configured which of its alerts fire, by its own API:
/// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml, <c>GET /api/v2/alerts</c>.
/// </summary>
internal sealed partial class AlertmanagerApi(IOptions<AlertOptions> options, ILogger<AlertmanagerApi> log) : IFiringAlerts, IDisposable
{
    /// <summary>What it answers is bounded, to tens of thousands of alerts, and it sends nobody elsewhere.</summary>
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 50_000_000,
    };

    public void Dispose() => client.Dispose();

    public async Task<IReadOnlySet<string>?> OfAsync(string source, CancellationToken ct)
    {
        if (!options.Value.Sources.TryGetValue(source, out var configured) || configured.Address is not { Length: > 0 } address)
        {
            return null;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri($"{address.TrimEnd('/')}/"), "api/v2/alerts"));
            request.Headers.Authorization = Authorization(configured);
            using var response = await client.SendAsync(request, ct);
            response.EnsureSuccessStatusCode();
            using var alerts = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
            return alerts.RootElement.EnumerateArray().Select(alert => alert.GetProperty("fingerprint").GetString()!).ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogNotAnswered(source, e.Message);
            return null;
        }
    }

    /// <summary>An Alertmanager has no secret of its own; what stands before it may ask for the one that it sends.</summary>
    private static AuthenticationHeaderValue? Authorization(AlertSourceOptions source) => source switch
    {
        { Token: { Length: > 0 } token } => new AuthenticationHeaderValue("Bearer", token),
        { Password: { Length: > 0 } password } =>
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{source.User}:{password}"))),
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alert source {Source} did not say which of its alerts fire: {Reason}")]
    private partial void LogNotAnswered(string source, string reason);
}
