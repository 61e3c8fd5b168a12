using System.Collections.Concurrent;
using System.Diagnostics;
using IncidentBot.Alerts;
using IncidentBot.Benchmarks.Report;

namespace IncidentBot.Benchmarks.Alerts;

/// <summary>Sends alerts at a steady rate, whether the bot keeps up or not.</summary>
internal sealed class Sender(Notifier notifier, Acknowledged acknowledged)
{
    public const int Connections = 8;

    /// <summary>Alerts a second: somewhat more than the goal.</summary>
    private const double Rate = 1100;

    public async Task<Sent> SendAsync(Phase phase, int seconds, CancellationToken ct)
    {
        var count = (int)Math.Ceiling(Rate * seconds / phase.PerNotification);
        var (since, started, before) = (TimeProvider.System.GetUtcNow(), Stopwatch.GetTimestamp(), acknowledged.Alerts);
        var answers = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, phase.Lanes).Select(lane => Task.Run(() => SendLaneAsync(lane), ct)));
        var took = Stopwatch.GetElapsedTime(started);
        return new Sent(acknowledged.Alerts - before, took, new Spread(answers));

        async Task SendLaneAsync(int lane)
        {
            for (var n = lane; n < count; n += phase.Lanes)
            {
                var due = TimeSpan.FromSeconds(n * phase.PerNotification / Rate);
                if (due - Stopwatch.GetElapsedTime(started) is var early && early > TimeSpan.Zero)
                {
                    await Task.Delay(early, ct);
                    due = Stopwatch.GetElapsedTime(started);
                }

                // What could not be sent in time, because the answer before it was late, counts from the moment at which it was due.
                var notification = phase.Nth(n, since);
                await notifier.SendAsync(notification, ct);
                answers.Add((Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds);
                acknowledged.Add(notification);
            }
        }
    }
}

/// <param name="Alerts">All of them are acknowledged.</param>
/// <param name="Answers">In milliseconds.</param>
internal sealed record Sent(int Alerts, TimeSpan Took, Spread Answers)
{
    public double PerSecond => Alerts / Took.TotalSeconds;
}
