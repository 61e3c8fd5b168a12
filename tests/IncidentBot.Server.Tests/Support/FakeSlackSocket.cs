using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>One open socket, seen from Slack's end.</summary>
internal sealed class FakeSlackSocket(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim sending = new(1);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Gone => gone.Task;

    /// <returns>False when it could not be sent any more.</returns>
    public async Task<bool> SendAsync(JsonObject message)
    {
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (IsEnd(e))
        {
            return false;
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Reads until the other side has gone, and answers its goodbye.</summary>
    public async Task ReadAsync(Action<JsonNode> received)
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
            {
                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    received(JsonNode.Parse(message.ToArray())!);
                    message.SetLength(0);
                }
            }

            gone.TrySetResult();
            await CloseAsync();
        }
        catch (Exception e) when (IsEnd(e))
        {
            gone.TrySetResult();
        }
    }

    /// <summary>Holds the line and hears nothing; pings stay without an answer.</summary>
    public Task IgnoreAsync() => gone.Task.WaitAsync(TimeSpan.FromSeconds(60)).ContinueWith(_ => { }, TaskScheduler.Default);

    public async Task CloseAsync()
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        catch (Exception e) when (IsEnd(e))
        {
            gone.TrySetResult();
        }
    }

    public void Abort()
    {
        socket.Abort();
        gone.TrySetResult();
    }

    public void Dispose()
    {
        gone.TrySetResult();
        socket.Dispose();
    }

    private static bool IsEnd(Exception e) =>
        e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException;
}

/// <summary>Something that Slack has to tell, until it is acknowledged; and how often it was, since once is right.</summary>
internal sealed class FakeSlackEnvelope(string id, string type, JsonObject payload)
{
    private readonly TaskCompletionSource acked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int sent;

    public string Id => id;

    public string Type => type;

    public JsonObject Payload => payload;

    public Task Acked => acked.Task;

    /// <summary>How often it was sent.</summary>
    public int Attempts => Volatile.Read(ref sent);

    /// <summary>What the acknowledgement carried.</summary>
    public JsonNode? Answer { get; private set; }

    public int Sent() => Interlocked.Increment(ref sent);

    public void Ack(JsonNode? answer)
    {
        Answer ??= answer;
        acked.TrySetResult();
    }
}
