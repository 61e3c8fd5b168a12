using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentBot.Chat.Slack.Socket;

/// <summary>How the sockets are, for the health endpoint.</summary>
internal sealed class SocketStatus : IHealthCheck
{
    private readonly Lock gate = new();
    private int open;
    private string? trouble;
    private string? stopped;

    /// <summary>Counts a socket until it is gone.</summary>
    public async Task CountAsync(Task gone)
    {
        lock (gate)
        {
            open++;
            trouble = null;
        }

        await gone.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            open--;
        }
    }

    public void Failed(string why)
    {
        lock (gate)
        {
            trouble = why;
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
            return Task.FromResult((stopped, open) switch
            {
                ({ } why, _) => HealthCheckResult.Unhealthy(why),
                (null, 0) => HealthCheckResult.Unhealthy(trouble ?? "No socket to Slack is open."),
                _ => HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"{open} open{(trouble is null ? "" : $"; {trouble}")}")),
            });
        }
    }
}
