using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Webhooks;

/// <summary>Somebody who is told something, at a real web server on loopback.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Told> told = new();

    private Receiver(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    public IReadOnlyList<Told> Told => [.. told];

    /// <param name="answer">Given the request and how many there were, this one among them.</param>
    public static async Task<Receiver> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            receiver.told.Enqueue(new Told(await reader.ReadToEndAsync(), new HeaderDictionary(http.Request.Headers.ToDictionary())));
            await answer(http, receiver.told.Count);
        });
        await app.StartAsync();
        return receiver;
    }

    public static Task<Receiver> AnsweringAsync(params int[] statuses) => StartAsync((http, n) =>
    {
        http.Response.StatusCode = statuses[Math.Min(n, statuses.Length) - 1];
        return Task.CompletedTask;
    });

    /// <summary>Says this to whoever connects, whatever they have asked; and goes on with the last part until they leave, where it is to.</summary>
    public static RawReceiver Raw(string answer, string? forEver = null) => new(answer, forEver);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

internal sealed record Told(string Body, IHeaderDictionary Headers);

/// <summary>What is no web server.</summary>
internal sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Task talking;

    public RawReceiver(string answer, string? forEver)
    {
        listener.Start();
        talking = TalkAsync(Encoding.ASCII.GetBytes(answer), forEver is null ? null : Encoding.ASCII.GetBytes(forEver));
    }

    public string Url => $"http://{listener.LocalEndpoint}";

    /// <summary>How many have left before they had heard all of it.</summary>
    public int Left { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await talking;
        ending.Dispose();
    }

    private async Task TalkAsync(byte[] answer, byte[]? forEver)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                using var caller = await listener.AcceptSocketAsync(ending.Token);
                await caller.ReceiveAsync(new byte[64 * 1024], ending.Token);
                await caller.SendAsync(answer, ending.Token);
                while (forEver is not null)
                {
                    await caller.SendAsync(forEver, ending.Token);
                }
            }
            catch (SocketException)
            {
                Left++;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
