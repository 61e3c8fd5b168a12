using System.Net.WebSockets;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Socket;

/// <summary>Opens sockets: asks the Web API for an address, which works once, and connects to it.</summary>
internal sealed class SocketDialer(SlackClient slack, SocketIntake intake, IOptions<SlackOptions> options, TimeProvider time, ILogger<SocketConnection> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>A socket that Slack has greeted.</returns>
    /// <exception cref="DeliveryException">Slack gave no address, or a word to a person.</exception>
    /// <exception cref="WebSocketException">The address could not be reached.</exception>
    public async Task<SocketConnection> OpenAsync(CancellationToken ct)
    {
        if (Address(await slack.OpenConnectionAsync(ct)) is not { } address)
        {
            throw new DeliveryException("Slack gave an address for the socket that is not wss://, and nothing is sent there.", permanent: true);
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        var socket = new ClientWebSocket();
        try
        {
            // Asks by itself whether the other side is alive, and gives the socket up when it is silent.
            socket.Options.KeepAliveInterval = options.Value.SocketPing;
            socket.Options.KeepAliveTimeout = options.Value.SocketSilence;
            await socket.ConnectAsync(address, either.Token);
            var connection = new SocketConnection(socket, intake, logger);
            try
            {
                await connection.Greeted.WaitAsync(either.Token);
                return connection;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            socket.Dispose();
            throw new DeliveryException($"Slack's socket did not say hello within {Patience.TotalSeconds:0} s.", permanent: false, inner: e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>Null when the address would carry what people type in the clear.</returns>
    private Uri? Address(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeWss || (options.Value.IsLocal && address.Scheme == Uri.UriSchemeWs && address.IsLoopback))
            ? address
            : null;
}
