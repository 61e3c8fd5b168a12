using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>The queues that RQ has registered, and what was meant when a name is none of them.</summary>
internal sealed class RqQueueNames
{
    private const int Page = 1000;

    private RqQueueNames(IReadOnlyList<string> all) => All = all;

    public IReadOnlyList<string> All { get; }

    public static async Task<RqQueueNames> ReadAsync(IRedisSession session, CancellationToken ct) =>
        new(NamesIn(await session.ExecuteAsync("SMEMBERS", [RqKeys.Queues], ct)));

    /// <summary>One page of them, however many there are: for somebody who types.</summary>
    public static async Task<IReadOnlyList<string>> SomeAsync(IRedisSession session, CancellationToken ct) =>
        (await session.ExecuteAsync("SSCAN", [RqKeys.Queues, 0, "COUNT", Page], ct)).AsItems() is [_, var page] ? NamesIn(page) : [];

    private static IReadOnlyList<string> NamesIn(RespValue keys) =>
        [.. keys.AsItems()
            .Select(member => member.AsString() ?? "")
            .Where(key => key.StartsWith(RqKeys.QueuePrefix, StringComparison.Ordinal))
            .Select(key => key[RqKeys.QueuePrefix.Length..])
            .Order(StringComparer.Ordinal)];

    /// <summary>True also for a queue that fell out of the set but still has jobs.</summary>
    public async Task<bool> HasAsync(IRedisSession session, string name, CancellationToken ct) =>
        All.Contains(name)
        || (await session.ExecuteAsync(
            "EXISTS",
            [RqKeys.Queue(name), RqKeys.Started(name), RqKeys.Failed(name), RqKeys.Scheduled(name), RqKeys.Deferred(name)],
            ct)).AsLong() > 0;

    /// <summary>What to type instead of a name that is no queue.</summary>
    public string Hint(string name)
    {
        var close = EditDistance.Closest(name, All);
        return close.Count > 0 ? $"Did you mean {string.Join(" or ", close)}?"
            : All.Count > 0 ? $"Queues: {string.Join(", ", All.Take(12))}{(All.Count > 12 ? ", …" : "")}."
            : "There is no RQ queue at all: is this the Redis that RQ uses, and the right database number?";
    }
}
