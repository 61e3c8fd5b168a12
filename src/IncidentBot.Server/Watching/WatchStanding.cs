using IncidentBot.Storage;
using IncidentBot.Words;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Watching;

/// <summary>A line of <c>/health/chat</c>: silence of the watch looks like health everywhere else.</summary>
internal sealed class WatchStanding(Watcher watcher, WatchSilence silence, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var silent = await silence.FindAsync(cancellationToken);
            return silent.Count == 0
                ? HealthCheckResult.Healthy($"{Plural.Of(watcher.Targets.Count, "target is", "targets are")} watched.")
                : HealthCheckResult.Degraded($"Silent: last looked at {string.Join(", ", silent.Select(one => Words(one.Target.ToString(), one.Last)))}.");
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Degraded("Whether targets are watched is not known: the store cannot be reached.");
        }
    }

    private string Words(string target, DateTimeOffset? last) => $"{target} {(last is { } at ? $"{Duration.Words(time.GetUtcNow() - at)} ago" : "never")}";
}
