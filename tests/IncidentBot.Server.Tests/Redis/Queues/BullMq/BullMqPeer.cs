using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>A program that uses BullMQ itself, of one version, on one database of a server.</summary>
internal sealed record BullMqPeer(string Library, RedisServer Server, int Database)
{
    public const string V5 = "bullmq5";
    public const string V6 = "bullmq";
    public const string Queue = "publishing";

    /// <returns>What each step returned.</returns>
    public async Task<JsonArray> RunAsync(params object[] steps) =>
        (await NodePeer.AskAsync("bullmq-peer.mjs", new { library = Library, port = Server.Port, db = Database, queue = Queue, steps }, TestRedis.Token))
            .AsArray();

    public static object Do(string what) => new { @do = what };
}
