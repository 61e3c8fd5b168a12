using System.Runtime.CompilerServices;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Info;

/// <summary>
/// https://redis.io/docs/latest/commands/scan/, page by page: the only way in which the bot looks through keys, because it never
/// blocks the server for longer than one page. A key that is there all the time is seen at least once, some twice.
/// </summary>
/// <param name="Step">How much of the keyspace a page looks at; with a pattern it may hold no key at all.</param>
internal sealed record KeyScan(int Step)
{
    public string? Match { get; init; }

    public string? Type { get; init; }

    /// <summary>For whoever stops earlier: the last page that was seen says whether it was the last there is.</summary>
    /// <exception cref="RedisErrorException">The server refuses SCAN.</exception>
    public async IAsyncEnumerable<ScanPage> PagesAsync(IRedisSession session, [EnumeratorCancellation] CancellationToken ct)
    {
        RedisArgument cursor = 0;
        while (true)
        {
            var page = ScanPage.Of(await session.ExecuteAsync(From(cursor), ct));
            yield return page;
            if (page.IsLast)
            {
                yield break;
            }

            cursor = page.Next;
        }
    }

    /// <summary>For whoever sends the request for the next page together with work on this one.</summary>
    public RedisCommand From(RedisArgument cursor)
    {
        RedisArgument[] match = Match is null ? [] : ["MATCH", Match];
        RedisArgument[] type = Type is null ? [] : ["TYPE", Type];
        return RedisCommand.Of("SCAN", [cursor, .. match, "COUNT", Step, .. type]);
    }
}

/// <param name="Next">Where the next page begins.</param>
internal sealed record ScanPage(RedisArgument Next, IReadOnlyList<ReadOnlyMemory<byte>> Keys)
{
    public bool IsLast => Next.Bytes.Span is [(byte)'0'];

    /// <exception cref="RedisErrorException">The reply is a refusal.</exception>
    /// <exception cref="InvalidDataException">The reply is no page.</exception>
    public static ScanPage Of(RespValue reply) => reply.AsItems() is [RespValue.Text next, var keys]
        ? new ScanPage(next.Bytes, [.. keys.AsItems().OfType<RespValue.Text>().Select(key => key.Bytes)])
        : throw new InvalidDataException("Redis replied to SCAN without a cursor and a list of keys.");
}
