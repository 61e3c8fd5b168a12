using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Chat.Slack.Socket;

/// <summary>How the sockets are, for the health endpoint.</summary>
internal sealed class SocketStatus : IHealthCheck
{
    private readonly Lock gate = new();
    private readonly Dictionary<SocketSlot, string> troubles = [];
    private int open;
    private string? stopped;

    /// <summary>Counts a slot's socket until it is gone, and forgets what was in that slot's way: another's trouble is not over with it.</summary>
    public async Task CountAsync(SocketSlot slot, Task gone)
    {
        lock (gate)
        {
            open++;
            troubles.Remove(slot);
        }

        await gone.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            open--;
        }
    }

    public void Failed(SocketSlot slot, string why)
    {
        lock (gate)
        {
            troubles[slot] = why;
        }
    }

    /// <summary>For good: a person has to do something.</summary>
    public void Stop(string why)
    {
        lock (gate)
        {
            stopped = why;
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            var trouble = troubles.Values.FirstOrDefault();
            return Task.FromResult((stopped, open) switch
            {
                ({ } why, _) => HealthCheckResult.Unhealthy(why),
                (null, 0) => HealthCheckResult.Unhealthy(trouble ?? "No socket to Slack is open."),
                _ => HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"{open} open{(trouble is null ? "" : $"; {trouble}")}")),
            });
        }
    }
}
