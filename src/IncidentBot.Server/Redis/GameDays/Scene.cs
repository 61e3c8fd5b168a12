using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.GameDays;

/// <summary>The servers, clients and loops that make one outage. They all end with it.</summary>
/// <param name="held">Ends once the bot has its connection to this target, as it has to every target that was well until now.</param>
internal sealed class Scene(StagePorts ports, TimeProvider time, Func<CancellationToken, Task> held) : IAsyncDisposable
{
    private readonly ConcurrentStack<IAsyncDisposable> made = new();
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentBag<Task> loops = [];

    public StagePorts Ports => ports;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Cancelled when the scene ends.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>Waits until the bot has its connection, so that what fills or blocks the server finds it there.</summary>
    public Task HeldAsync() => held(Ending);

    public async Task<SceneServer> StartAsync(string target, params IReadOnlyList<string> arguments) => await StartAtAsync(ports.Of(target), arguments);

    public async Task<SceneServer> StartAtAsync(int port, params IReadOnlyList<string> arguments) =>
        Keep(await SceneServer.StartAsync(port, arguments, Ending));

    public async Task<SceneServer> StartSentinelAsync(int port, int master) => Keep(await SceneServer.StartSentinelAsync(port, master, Ending));

    /// <summary>A client that stays connected until the end.</summary>
    public async Task<SceneClient> ConnectAsync(SceneServer server, string? name = null)
    {
        var client = Keep(await server.ConnectAsync());
        if (name is not null)
        {
            await client.AskAsync("CLIENT", "SETNAME", name);
        }

        return client;
    }

    public T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        made.Push(part);
        return part;
    }

    /// <summary>An application that does the same over and over, on a connection of its own, until the end.</summary>
    public async Task RepeatAsync(SceneServer server, string name, TimeSpan pause, Func<SceneClient, Task> work)
    {
        var client = await ConnectAsync(server, name);
        loops.Add(Task.Run(async () =>
        {
            try
            {
                while (!Ending.IsCancellationRequested)
                {
                    await work(client);
                    await Task.Delay(pause, Ending);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The scene has ended, or its server.
            }
        }));
    }

    /// <exception cref="SceneException">It has not become so.</exception>
    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), Ending);
        }

        throw new SceneException($"The scene could not be set: {what}.");
    }

    /// <summary>From here on no server grants its default user this command; one that cannot be asked grants it still.</summary>
    /// <param name="command">As ACL SETUSER takes it: <c>slowlog</c>, <c>client|list</c>.</param>
    public async Task RefuseAsync(string command)
    {
        foreach (var server in made.OfType<SceneServer>())
        {
            await server.TryAskAsync("ACL", "SETUSER", "default", $"-{command}");
        }
    }

    /// <summary>A moment so long ago, as BullMQ writes it.</summary>
    public string Milliseconds(TimeSpan ago) => (time.GetUtcNow() - ago).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>A moment so long ago, as RQ scores it.</summary>
    public string Seconds(TimeSpan ago) => (time.GetUtcNow() - ago).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>A moment so long ago, as RQ's jobs keep it.</summary>
    public string PythonTime(TimeSpan ago) => (time.GetUtcNow() - ago).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        while (made.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        await Task.WhenAll(loops);
        ending.Dispose();
    }
}
