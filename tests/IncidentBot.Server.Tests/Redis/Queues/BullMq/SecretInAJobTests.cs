using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Redis.Actions;
using IncidentBot.Support;
using IncidentBot.Tests.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// Jobs of BullMQ whose name, data, reason and stack trace hold a secret where a phone's line ends: no piece of it is told or kept,
/// wherever the line is broken.
/// </summary>
public sealed class SecretInAJobTests
{
    private const string Secret = "LEAKq9W8e7R6t5Y4u3I2o1P0a9S8d7F6g5H4";
    private const int Piece = 6;

    private static readonly string[] Reads =
    [
        "queue.jobs publishing failed 50 newest", "queue.jobs publishing failed 50 oldest", "queue.jobs publishing wait 50", "queue.status publishing",
        "queue.list",
    ];

    [Theory]
    [InlineData("the provider said no: Bearer {0}")]
    [InlineData("login failed, password: {0}")]
    [InlineData("connect redis://bot:{0}@cache:6379 refused")]
    public async Task No_piece_of_it_is_told_or_kept(string form)
    {
        await using var server = await RedisServer.StartAsync();
        var peer = new BullMqPeer(BullMqPeer.V6, server, 0);
        var text = string.Format(null, form, Secret);

        // Before the limit of a line, into it and behind it.
        var reasons = Enumerable.Range(20, 100).Select(before => string.Concat(Enumerable.Repeat("and so on ", 13))[..before] + text).ToList();
        await peer.RunAsync(
            new { @do = "add", jobs = reasons.Select(reason => new { name = "mail", data = new { fail = true, reason } }) },
            BullMqPeer.Do("work"),
            new { @do = "add", jobs = reasons.Take(20).Select(reason => new { name = reason, data = new { reason } }) });
        await using var bot = new QueueBot(peer);
        var store = new InMemoryStore();
        var reader = new AuditedReader(new ActionCatalogue(bot.Actions), store, new Redactor([]), TimeProvider.System);

        foreach (var typed in Reads)
        {
            var report = await reader.ReadAsync(bot.Call(typed), by: null, TestRedis.Token);

            AssertNone(report.Text());
        }

        Assert.Contains("[redacted]", (await reader.ReadAsync(bot.Call(Reads[0]), by: null, TestRedis.Token)).Text(), StringComparison.Ordinal);
        Assert.All(store.Audit.Entries, entry => AssertNone(entry.ToCanonicalJson()));
    }

    private static void AssertNone(string text)
    {
        for (var at = 0; at + Piece <= Secret.Length; at++)
        {
            Assert.False(text.Contains(Secret.AsSpan(at, Piece), StringComparison.Ordinal), $"{Secret.Substring(at, Piece)} is in: {text}");
        }
    }
}
