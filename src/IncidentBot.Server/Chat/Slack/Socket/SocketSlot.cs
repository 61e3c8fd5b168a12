using System.Net.WebSockets;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Socket;

/// <summary>
/// Keeps one socket open. Before Slack closes one it says so; the next one is then open before this one is closed, so
/// there is no moment at which nobody listens.
/// </summary>
internal sealed partial class SocketSlot(
    SocketDialer dialer,
    SocketStatus status,
    IOptions<SlackOptions> options,
    TimeProvider time,
    ILogger<SocketSlot> logger)
{
    /// <summary>What only a person can put right, such as a revoked token, is asked again rarely.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(1);

    /// <summary>Ten sockets are open: this bot's and others'. It takes a while until one closes.</summary>
    private static readonly TimeSpan AfterTooMany = TimeSpan.FromSeconds(30);

    /// <summary>A socket that lived for this long was a good one: its loss is no reason to be careful.</summary>
    private static readonly TimeSpan GoodLife = TimeSpan.FromSeconds(30);

    /// <summary>Runs until it is stopped, or Socket Mode is switched off at Slack's side.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var leaving = new List<Task>();
        SocketConnection? current = null;
        try
        {
            string? reason = null;
            var failures = 0;
            while (reason != DisconnectReason.LinkDisabled)
            {
                if (await TryOpenAsync(failures, stop) is not { } next)
                {
                    failures++;
                    continue;
                }

                if (next.Ending is { IsCompletedSuccessfully: true, Result: DisconnectReason.TooManySockets })
                {
                    // The one before stays for as long as Slack lets it.
                    leaving.Add(LeaveAsync(next, TimeSpan.Zero, stop));
                    status.Failed(this, "Slack has as many sockets of this app open as it allows (10): other bots with the same app-level token hold them.");
                    await Task.Delay(AfterTooMany, time, stop);
                    continue;
                }

                var opened = time.GetTimestamp();
                leaving.RemoveAll(task => task.IsCompleted);
                leaving.Add(LeaveAsync(current, options.Value.SocketLinger, stop));
                current = next;
                reason = await current.Ending.WaitAsync(stop);
                var wasGood = reason is DisconnectReason.Warning or DisconnectReason.RefreshRequested || time.GetElapsedTime(opened) > GoodLife;
                failures = wasGood ? 0 : failures + 1;
                await PauseAsync(reason, failures, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopping();
        }

        leaving.Add(LeaveAsync(current, TimeSpan.Zero, stop));
        await Task.WhenAll(leaving);
    }

    /// <returns>Null when it did not work; then the pause is over.</returns>
    private async Task<SocketConnection?> TryOpenAsync(int failures, CancellationToken stop)
    {
        try
        {
            var connection = await dialer.OpenAsync(stop);
            _ = status.CountAsync(this, connection.Gone);
            LogOpened();
            return connection;
        }
        catch (Exception e) when (e is DeliveryException or WebSocketException)
        {
            status.Failed(this, e.Message);
            LogNotOpened(e.Message);
            var pause = SocketBackoff.After(failures, Random.Shared.NextDouble());
            var asked = e is DeliveryException { Permanent: true } ? AfterRefusal : (e as DeliveryException)?.RetryAfter;
            await Task.Delay(asked > pause ? asked.Value : pause, time, stop);
            return null;
        }
    }

    private Task PauseAsync(string reason, int failures, CancellationToken stop) => reason switch
    {
        DisconnectReason.TooManySockets => Task.Delay(AfterTooMany, time, stop),
        DisconnectReason.Warning or DisconnectReason.RefreshRequested or DisconnectReason.LinkDisabled => Task.CompletedTask,
        _ => Task.Delay(SocketBackoff.After(failures, Random.Shared.NextDouble()), time, stop),
    };

    private Task LeaveAsync(SocketConnection? connection, TimeSpan linger, CancellationToken hurry) =>
        connection?.LeaveAsync(linger, time, hurry) ?? Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "A socket to Slack is open")]
    private partial void LogOpened();

    [LoggerMessage(Level = LogLevel.Warning, Message = "No socket to Slack could be opened: {Reason}")]
    private partial void LogNotOpened(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A socket to Slack is closed with the process")]
    private partial void LogStopping();
}
