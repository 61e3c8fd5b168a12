using IncidentBot.Storage;
using IncidentBot.Words;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Watching;

/// <summary>A line of <c>/health/chat</c>: silence of the watch looks like health everywhere else.</summary>
internal sealed class WatchStanding(Watcher watcher, IWatchStore store, TimeProvider time) : IHealthCheck
{
    private readonly DateTimeOffset started = time.GetUtcNow();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var silent = new List<string>();
        try
        {
            foreach (var target in watcher.Targets)
            {
                var newest = await store.NewestAsync(target, cancellationToken);
                if (now - (newest?.At ?? started) > watcher.Policy.SilentAfter)
                {
                    silent.Add($"{target.Name} ({target.System}) {(newest is null ? "never" : $"{Duration.Words(now - newest.At)} ago")}");
                }
            }
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Degraded("Whether targets are watched is not known: the store cannot be reached.");
        }

        return silent.Count == 0
            ? HealthCheckResult.Healthy($"{Plural.Of(watcher.Targets.Count, "target is", "targets are")} watched.")
            : HealthCheckResult.Degraded($"Silent: last looked at {string.Join(", ", silent)}.");
    }
}
