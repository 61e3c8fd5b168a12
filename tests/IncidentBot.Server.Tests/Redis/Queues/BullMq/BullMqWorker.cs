using System.Diagnostics;
using System.Globalization;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>A worker of BullMQ in a process of its own. It holds each job until it is told to let go; it never looks for stalled ones.</summary>
internal sealed class BullMqWorker : IAsyncDisposable
{
    private readonly BullMqPeer peer;
    private readonly NodePeer node;
    private readonly int pid;

    private BullMqWorker(BullMqPeer peer, NodePeer node, int pid, string name) => (this.peer, this.node, this.pid, Name) = (peer, node, pid, name);

    public string Name { get; }

    /// <summary>Returns once it waits for jobs.</summary>
    /// <param name="lockDuration">In milliseconds.</param>
    /// <param name="user">And the password, where it is the same.</param>
    public static async Task<BullMqWorker> StartAsync(BullMqPeer peer, string name, int lockDuration = 30_000, string? user = null)
    {
        var node = await NodePeer.StartAsync(
            "bullmq-worker.mjs",
            new
            {
                library = peer.Library,
                port = peer.Server.Port,
                db = peer.Database,
                queue = BullMqPeer.Queue,
                name,
                lockDuration,
                username = user,
                password = user,
            });
        return new BullMqWorker(peer, node, (int)(await node.NextAsync(TestRedis.Token))["pid"]!, name);
    }

    /// <summary>From now on it finishes its jobs, those it holds and those to come.</summary>
    public Task LetGoAsync() => peer.AskAsync("SET", $"let-go:{Name}", "1");

    /// <summary>Returns once BullMQ has reported this to it.</summary>
    public async Task HearsAsync(string part)
    {
        while (!((string)(await node.NextAsync(TestRedis.Token))["error"]!).Contains(part, StringComparison.Ordinal))
        {
        }
    }

    /// <summary>Alive but not running, as with a blocked event loop: SIGSTOP.</summary>
    public void Stop() => Signal("-STOP");

    public void Continue() => Signal("-CONT");

    public void Kill() => Signal("-KILL");

    public async ValueTask DisposeAsync()
    {
        Signal("-CONT");
        await node.DisposeAsync();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [signal, pid.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }
}
