using System.Net.WebSockets;
using System.Text.Json;
using IncidentBot.Chat.Slack.Wire;

namespace IncidentBot.Chat.Slack.Socket;

/// <summary>
/// One open socket: takes envelopes, several at a time, and acknowledges each when it is stored. It does not open its
/// successor and does not decide when to close; its owner does, when <see cref="Ending"/> says why.
/// </summary>
internal sealed partial class SocketConnection : IAsyncDisposable
{
    /// <summary>Slack's largest payload carries the message it belongs to.</summary>
    private const int LargestMessage = 1024 * 1024;

    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly ClientWebSocket socket;
    private readonly SocketIntake intake;
    private readonly ILogger logger;
    private readonly SemaphoreSlim sending = new(1);
    private readonly TaskCompletionSource greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly Task receiving;
    private int underWay;
    private bool leaving;

    public SocketConnection(ClientWebSocket socket, SocketIntake intake, ILogger logger)
    {
        this.socket = socket;
        this.intake = intake;
        this.logger = logger;
        receiving = ReceiveAsync();
    }

    /// <summary>Done when Slack has said hello, or at once that it does not want this socket; failed when it said neither.</summary>
    public Task Greeted => greeted.Task;

    /// <summary>Done when the socket has to be replaced, or is gone; the result is a <see cref="DisconnectReason"/>.</summary>
    public Task<string> Ending => ending.Task;

    /// <summary>Done when nothing can come in any more.</summary>
    public Task Gone => receiving;

    /// <summary>Goes on listening for a while, lets what is under way be acknowledged, then says goodbye.</summary>
    /// <param name="linger">Ends early when Slack closes the socket or <paramref name="hurry"/> is cancelled.</param>
    public async Task LeaveAsync(TimeSpan linger, TimeProvider time, CancellationToken hurry)
    {
        using (var over = new CancellationTokenSource(linger, time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, hurry))
        {
            await receiving.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (gate)
        {
            // From here on nothing is taken: what could no longer be acknowledged Slack sends to another socket.
            leaving = true;
            if (underWay == 0)
            {
                quiet.TrySetResult();
            }
        }

        using var goodbye = new CancellationTokenSource(Goodbye);
        await quiet.Task.WaitAsync(goodbye.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync(goodbye.Token);
        await receiving.WaitAsync(goodbye.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await receiving;
    }

    private async Task ReceiveAsync()
    {
        // Off the constructor.
        await Task.Yield();
        try
        {
            var buffer = new byte[16 * 1024];
            while (await ReadAsync(buffer) is { } message)
            {
                Handle(message);
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            LogLost(e.Message);
        }

        greeted.TrySetException(new WebSocketException("The socket was closed before Slack said hello."));
        ending.TrySetResult(DisconnectReason.Lost);
    }

    /// <returns>Null when the other side has closed the socket, or sends what is too large to be Slack's.</returns>
    private async Task<byte[]?> ReadAsync(byte[] buffer)
    {
        using var message = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close || message.Length + part.Count > LargestMessage)
            {
                return null;
            }

            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return message.ToArray();
            }
        }
    }

    private void Handle(byte[] json)
    {
        switch (SocketMessage.TryRead(json))
        {
            case { Type: SocketMessage.Hello }:
                greeted.TrySetResult();
                break;

            case { Type: SocketMessage.Disconnect } disconnect:
                LogDisconnect(disconnect.Reason);
                ending.TrySetResult(disconnect.Reason ?? DisconnectReason.Warning);
                greeted.TrySetResult();
                break;

            case { Type: not null, EnvelopeId.Length: > 0 } envelope when Begin():
                _ = TakeAsync(envelope);
                break;
        }
    }

    private bool Begin()
    {
        lock (gate)
        {
            underWay += leaving ? 0 : 1;
            return !leaving;
        }
    }

    private async Task TakeAsync(SocketMessage envelope)
    {
        try
        {
            if (await intake.TakeAsync(envelope, CancellationToken.None) is { } ack)
            {
                await SendAsync(ack);
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            LogNotAcknowledged(envelope.EnvelopeId!, e.Message);
        }
#pragma warning disable CA1031 // The store is away: without an acknowledgement Slack sends it again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotTaken(e, envelope.EnvelopeId!);
        }
        finally
        {
            lock (gate)
            {
                if (--underWay == 0 && leaving)
                {
                    quiet.TrySetResult();
                }
            }
        }
    }

    private async Task SendAsync(SocketAck ack)
    {
        using var deadline = new CancellationTokenSource(Goodbye);
        await sending.WaitAsync(deadline.Token);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(ack, SlackJson.Options), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task CloseAsync(CancellationToken ct)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", ct);
        }
        catch (Exception e) when (IsEnd(e))
        {
            LogLost(e.Message);
        }
    }

    /// <summary>What a socket throws that was closed, here or there.</summary>
    private static bool IsEnd(Exception e) => e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack's socket is gone: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack announces the end of a socket: {Reason}")]
    private partial void LogDisconnect(string? reason);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The socket envelope {Id} is stored and its socket went before the acknowledgement, so Slack sends it again: {Reason}")]
    private partial void LogNotAcknowledged(string id, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The socket envelope {Id} could not be taken")]
    private partial void LogNotTaken(Exception e, string id);
}
