using System.Text.Json.Nodes;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>One server with a queue of each version in every state, made once; each test takes a copy in databases of its own.</summary>
public sealed class SeededQueues : IAsyncLifetime
{
    private const string CopyAll = "for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('COPY', key, key, 'DB', ARGV[1]) end";
    private readonly Dictionary<string, (int Database, JsonNode Jobs)> seeds = [];
    private int lastDatabase = 1;

    internal RedisServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await RedisServer.StartAsync("--databases", "256");
        foreach (var (library, database) in new[] { (BullMqPeer.V6, 0), (BullMqPeer.V5, 1) })
        {
            var results = await new BullMqPeer(library, Server, database).RunAsync(BullMqPeer.Do("seed"), BullMqPeer.Do("lookForStalled"));
            seeds[library] = (database, results[0]!);
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Which jobs are special: <c>busy</c>, <c>stalled</c>, <c>due</c>, <c>failed</c>.</summary>
    internal JsonNode Jobs(string library) => seeds[library].Jobs;

    internal string[] Ids(string library, string kind) => [.. Jobs(library)[kind]!.AsArray().Select(id => (string)id!)];

    internal Task<BullMqPeer> CopyAsync(string library) => CopyAsync(new BullMqPeer(library, Server, seeds[library].Database));

    internal async Task<BullMqPeer> CopyAsync(BullMqPeer original)
    {
        var copy = original with { Database = Interlocked.Increment(ref lastDatabase) };
        var replies = await Server.AskAllAsync(RedisCommand.OfConnection("SELECT", original.Database), RedisCommand.Of("EVAL", CopyAll, 0, copy.Database));
        Assert.Null(replies[1].AsError);
        return copy;
    }
}

internal static class Databases
{
    private const string DumpAll = """
        local all = {}
        local reads = {
          string = function(key) return {redis.call('GET', key)} end,
          list = function(key) return redis.call('LRANGE', key, 0, -1) end,
          zset = function(key) return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES') end,
          set = function(key) local members = redis.call('SMEMBERS', key) table.sort(members) return members end,
          hash = function(key)
            local fields, pairs = redis.call('HGETALL', key), {}
            for i = 1, #fields, 2 do pairs[#pairs + 1] = fields[i] .. '=' .. fields[i + 1] end
            table.sort(pairs)
            return pairs
          end,
          stream = function(key)
            local entries = {}
            for _, entry in ipairs(redis.call('XRANGE', key, '-', '+')) do entries[#entries + 1] = table.concat(entry[2], ' ') end
            return entries
          end,
        }
        for _, key in ipairs(redis.call('KEYS', '*')) do
          local kind = redis.call('TYPE', key).ok
          all[#all + 1] = {key, kind .. (redis.call('PTTL', key) > 0 and ' that expires' or ''), reads[kind](key)}
        end
        return all
        """;

    /// <summary>Every key as text. The ids of events are times, so they are left out; their order stays.</summary>
    public static async Task<SortedDictionary<string, string>> DumpAsync(this BullMqPeer peer)
    {
        var replies = await peer.Server.AskAllAsync(RedisCommand.OfConnection("SELECT", peer.Database), RedisCommand.Of("EVAL", DumpAll, 0));
        var keys = replies[1].AsItems().Select(key => key.AsItems());
        return new SortedDictionary<string, string>(
            keys.ToDictionary(
                key => key[0].AsString()!,
                key => $"{key[1].AsString()}\n  {string.Join("\n  ", key[2].AsItems().Select(value => value.AsString()))}"), StringComparer.Ordinal);
    }

    /// <summary>Fails with the keys that differ, and how.</summary>
    public static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        var different = expected.Keys.Union(actual.Keys).Where(key => expected.GetValueOrDefault(key) != actual.GetValueOrDefault(key))
            .Select(key => $"{key}\nexpected {expected.GetValueOrDefault(key) ?? "nothing"}\nfound {actual.GetValueOrDefault(key) ?? "nothing"}").ToList();
        Assert.True(different.Count == 0, string.Join("\n\n", different));
    }

    public static async Task<RespValue> AskAsync(this BullMqPeer peer, string name, params RedisArgument[] arguments) =>
        (await peer.Server.AskAllAsync(RedisCommand.OfConnection("SELECT", peer.Database), RedisCommand.Of(name, arguments)))[1];

    public static async Task<string[]> ListAsync(this BullMqPeer peer, string part) =>
        [.. (await peer.AskAsync("LRANGE", $"bull:{BullMqPeer.Queue}:{part}", 0, -1)).AsItems().Select(id => id.AsString()!)];

    public static async Task<string[]> SetAsync(this BullMqPeer peer, string part) =>
        [.. (await peer.AskAsync("ZRANGE", $"bull:{BullMqPeer.Queue}:{part}", 0, -1)).AsItems().Select(id => id.AsString()!)];
}
