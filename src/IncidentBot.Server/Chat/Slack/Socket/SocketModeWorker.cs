using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Socket;

/// <summary>Socket Mode: as many sockets as are configured, until the process stops or Slack says that it is switched off.</summary>
internal sealed partial class SocketModeWorker(
    IServiceProvider services,
    SocketStatus status,
    IOptions<SlackOptions> options,
    ILogger<SocketModeWorker> logger) : BackgroundService
{
    private const string SwitchedOff = "Socket Mode is switched off for the Slack app, so nothing comes in and no socket is opened any "
        + "more. Switch it on under Socket Mode and restart the bot, or configure Slack:SigningSecret for HTTP.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start-up path: the bot starts also while Slack cannot be reached.
        await Task.Yield();
        using var off = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var slots = Enumerable.Range(0, options.Value.SocketConnections)
            .Select(_ => ActivatorUtilities.CreateInstance<SocketSlot>(services).RunAsync(off.Token))
            .ToList();

        // A slot ends by itself only for one reason, and it concerns them all.
        await Task.WhenAny(slots);
        if (!stoppingToken.IsCancellationRequested)
        {
            status.Stop(SwitchedOff);
            LogSwitchedOff(SwitchedOff);
            await off.CancelAsync();
        }

        await Task.WhenAll(slots);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{What}")]
    private partial void LogSwitchedOff(string what);
}
