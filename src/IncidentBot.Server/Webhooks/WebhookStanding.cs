using System.Globalization;
using IncidentBot.Storage;
using IncidentBot.Words;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IncidentBot.Webhooks;

/// <summary>A line of <c>/health/chat</c>. An endpoint that is down makes the bot no less ready.</summary>
internal sealed class WebhookStanding(SqlWebhooks store, IOptions<WebhooksOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lines = new List<string>();
        var isWell = true;
        foreach (var (name, endpoint) in options.Value.Endpoints.OrderBy(endpoint => endpoint.Key, StringComparer.Ordinal))
        {
            WebhookHealth health;
            try
            {
                health = await store.HealthAsync(name, cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                return HealthCheckResult.Degraded("How they do is not known: the store cannot be reached.");
            }

            isWell &= !endpoint.Enabled || (health.DisabledAt is null && !health.Fails);
            lines.Add($"{name} {Words(endpoint, health)}");
        }

        var all = $"{string.Join("; ", lines)}.";
        return isWell ? HealthCheckResult.Healthy(all) : HealthCheckResult.Degraded(all);
    }

    private static string Words(WebhookOptions endpoint, WebhookHealth health)
    {
        var waiting = health.Waiting == 0 ? "nothing waits" : Plural.Of(health.Waiting, "delivery waits", "deliveries wait");
        return !endpoint.Enabled ? "is switched off"
            : health.DisabledAt is { } since ? $"is disabled since {Time(since)} because it answered 410, {waiting}"
            : health.Fails ? $"has failed at {Time(health.FailedAt!.Value)}: it {health.Failure}, {waiting}"
            : health.SucceededAt is { } at ? $"was told at {Time(at)}, {waiting}"
            : $"was told nothing yet, {waiting}";
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
