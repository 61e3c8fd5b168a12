using System.Globalization;
using IncidentBot.Storage;
using IncidentBot.Words;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IncidentBot.Mail;

/// <summary>A line of <c>/health/chat</c>. A mail server that is down makes the bot no less ready.</summary>
internal sealed class MailStanding(SqlMail store, IOptions<MailOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lines = new List<string>();
        var isWell = true;
        foreach (var name in options.Value.To.Keys.Order(StringComparer.Ordinal))
        {
            MailHealth health;
            try
            {
                health = await store.HealthAsync(name, cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                return HealthCheckResult.Degraded("How it goes is not known: the store cannot be reached.");
            }

            isWell &= !health.Fails;
            lines.Add($"{name} {Words(health)}");
        }

        var all = $"{string.Join("; ", lines)}.";
        return isWell ? HealthCheckResult.Healthy(all) : HealthCheckResult.Degraded(all);
    }

    /// <summary>No address is in it: whoever may ask for the health of the bot need not know who is told.</summary>
    private static string Words(MailHealth health)
    {
        var waiting = health.Waiting == 0 ? "nothing waits" : Plural.Of(health.Waiting, "letter waits", "letters wait");
        return health.Tried is { TriedAt: { } tried, Failure: { } why } ? $"waits since a try at {Time(tried)}: the mail server {why}, {waiting}"
            : health is { Fails: true, GivenUp.TriedAt: { } failed } ? $"has lost a letter at {Time(failed)}, /mail list says why, {waiting}"
            : health.Sent?.TriedAt is { } at ? $"was told at {Time(at)}, {waiting}"
            : $"was told nothing yet, {waiting}";
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
