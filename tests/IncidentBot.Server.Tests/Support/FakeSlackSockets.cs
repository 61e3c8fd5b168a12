using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Server.Tests.Support;

/// <summary>
/// Slack's end of Socket Mode: addresses that work once, hello, envelopes to one socket or another, acknowledgements,
/// and every way in which Slack ends a socket.
/// </summary>
internal sealed class FakeSlackSockets(FakeSlack slack)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> tickets = [];
    private readonly List<FakeSlackSocket> open = [];
    private readonly ConcurrentDictionary<string, FakeSlackEnvelope> envelopes = new();
    private int fewest = int.MaxValue;
    private int opened;
    private int turnedAway;

    public int Cap { get; set; } = 10;

    /// <summary>How long Slack waits for an acknowledgement before it sends the envelope again; three seconds in truth.</summary>
    public TimeSpan AckPatience { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long after its announcement a socket is closed.</summary>
    public TimeSpan CloseAfterWarning { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>False: Socket Mode is switched off on the app's page.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The sockets that come in from now on are never read: pings stay without an answer.</summary>
    public bool Deaf { get; set; }

    /// <summary>Where sockets are sent instead of here.</summary>
    public string? Address { get; set; }

    public int Open => Read(() => open.Count);

    /// <summary>How many were ever greeted.</summary>
    public int Opened => Volatile.Read(ref opened);

    /// <summary>How many were told that they may not come in.</summary>
    public int TurnedAway => Volatile.Read(ref turnedAway);

    /// <summary>The fewest open at one time since <see cref="Watch"/>.</summary>
    public int Fewest => Read(() => fewest);

    public IReadOnlyList<FakeSlackSocket> Sockets => Read(() => open.ToList());

    public void Watch() => Read(() => fewest = open.Count);

    public void Map(WebApplication app)
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(2) });
        app.Map("/link", AcceptAsync);
    }

    public JsonObject Issue()
    {
        var ticket = Guid.NewGuid().ToString("N");
        Read(() => tickets.Add(ticket));
        return new() { ["ok"] = true, ["url"] = $"{Address ?? $"ws://{slack.Url.Authority}/link"}?ticket={ticket}&app_id=A0BOT" };
    }

    /// <summary>Sends it, again where it is not acknowledged in time or its socket dies, and returns when it is acknowledged.</summary>
    public async Task<FakeSlackEnvelope> SendAsync(string type, JsonObject payload, CancellationToken ct)
    {
        var envelope = envelopes.GetOrAdd(Guid.NewGuid().ToString(), id => new FakeSlackEnvelope(id, type, payload));
        while (!envelope.Acked.IsCompleted)
        {
            ct.ThrowIfCancellationRequested();
            await TryAsync(envelope, ct);
        }

        return envelope;
    }

    public Task<FakeSlackEnvelope> SendAsync(FakeSlackRequest request, CancellationToken ct)
    {
        var (type, payload) = request.ToEnvelope();
        return SendAsync(type, payload, ct);
    }

    /// <summary>Announces the end of every open socket and closes each a little later, as Slack does every few hours.</summary>
    public async Task DisconnectAllAsync(string reason)
    {
        foreach (var socket in Sockets)
        {
            await DisconnectAsync(socket, reason);
        }
    }

    public async Task DisconnectAsync(FakeSlackSocket socket, string reason)
    {
        await socket.SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = reason, ["debug_info"] = new JsonObject { ["host"] = "applink-1" } });
        _ = CloseLaterAsync(socket);
    }

    /// <summary>Every socket is gone without a word.</summary>
    public void Abort()
    {
        foreach (var socket in Sockets)
        {
            Drop(socket);
            socket.Abort();
        }
    }

    private async Task TryAsync(FakeSlackEnvelope envelope, CancellationToken ct)
    {
        var sockets = Sockets;
        if (sockets.Count == 0)
        {
            await Task.Delay(5, ct);
            return;
        }

        var socket = sockets[Random.Shared.Next(sockets.Count)];
        var attempt = envelope.Sent();
        var message = new JsonObject
        {
            ["type"] = envelope.Type,
            ["envelope_id"] = envelope.Id,
            ["payload"] = envelope.Payload.DeepClone(),
            ["accepts_response_payload"] = envelope.Type != "events_api",
        };
        if (envelope.Type == "events_api")
        {
            message["retry_attempt"] = attempt - 1;
            message["retry_reason"] = attempt > 1 ? "timeout" : "";
        }

        if (await socket.SendAsync(message))
        {
            await Task.WhenAny(envelope.Acked, socket.Gone, Task.Delay(AckPatience, ct));
        }
    }

    private async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !Read(() => tickets.Remove(context.Request.Query["ticket"].ToString())))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        using var socket = new FakeSlackSocket(await context.WebSockets.AcceptWebSocketAsync());
        var number = Enabled ? Read(() => Admit(socket)) : 0;
        if (number == 0)
        {
            Interlocked.Increment(ref turnedAway);
            await socket.SendAsync(new JsonObject
            {
                ["type"] = "disconnect",
                ["reason"] = Enabled ? "too_many_websockets" : "link_disabled",
                ["debug_info"] = new JsonObject { ["host"] = "applink-1" },
            });
            await socket.CloseAsync();
            return;
        }

        Interlocked.Increment(ref opened);
        await socket.SendAsync(new JsonObject
        {
            ["type"] = "hello",
            ["num_connections"] = number,
            ["debug_info"] = new JsonObject { ["host"] = "applink-1", ["build_number"] = 9, ["approximate_connection_time"] = 18060 },
            ["connection_info"] = new JsonObject { ["app_id"] = "A0BOT" },
        });
        await (Deaf ? socket.IgnoreAsync() : socket.ReadAsync(Acknowledged));
        Drop(socket);
    }

    private int Admit(FakeSlackSocket socket)
    {
        if (open.Count >= Cap)
        {
            return 0;
        }

        open.Add(socket);
        return open.Count;
    }

    private void Acknowledged(JsonNode message)
    {
        if ((string?)message["envelope_id"] is { } id && envelopes.TryGetValue(id, out var envelope))
        {
            if (message["payload"] is { } words)
            {
                slack.RecordAck(envelope.Type, envelope.Payload, words);
            }

            envelope.Ack(message["payload"]?.DeepClone());
        }
    }

    private async Task CloseLaterAsync(FakeSlackSocket socket)
    {
        await Task.WhenAny(Task.Delay(CloseAfterWarning), socket.Gone);
        Drop(socket);
        await socket.CloseAsync();
    }

    private void Drop(FakeSlackSocket socket) => Read(() =>
    {
        open.Remove(socket);
        return fewest = Math.Min(fewest, open.Count);
    });

    private T Read<T>(Func<T> read)
    {
        lock (gate)
        {
            return read();
        }
    }
}
