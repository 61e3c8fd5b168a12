using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.BullMq.Scripts;

/// <summary>
/// A change of a queue as Lua, our own, one per layout. KEYS: <c>meta</c>. ARGV: the beginning of the queue's keys, the version
/// that the plan saw, then the script's own. It runs as a whole or not at all, so a queue whose version changed since the plan
/// is left as it is. No <c>#!lua</c> line: with one, a server that is out of memory refuses the script, and cleaning is what helps it.
/// </summary>
internal sealed class QueueScript(string v5, string v6)
{
    private const string Head = """
        local meta, base, version = KEYS[1], ARGV[1], ARGV[2]
        local call = redis.call
        if call('HGET', meta, 'version') ~= version then
          return redis.error_reply('ERR the queue is no longer written by ' .. version .. '; nothing was changed')
        end

        """;

    /// <summary>Where a job goes that may run next, and whether the workers must not be told of it: paused, or enough are active.</summary>
    private const string InV5 = """
        local function line()
          local limits = call('HMGET', meta, 'paused', 'concurrency')
          if limits[1] then return base .. 'paused', true end
          return base .. 'wait', limits[2] and call('LLEN', base .. 'active') >= tonumber(limits[2])
        end

        """;

    /// <inheritdoc cref="InV5"/>
    private const string InV6 = """
        local function line()
          local limits = call('HMGET', meta, 'paused', 'concurrency')
          return base .. 'wait', limits[1] or (limits[2] and call('LLEN', base .. 'active') >= tonumber(limits[2]))
        end

        """;

    /// <summary>Since 5 workers wait for the marker, not for the list: a job pushed without it is not seen until they look by themselves.</summary>
    private const string Common = """
        local function push(side, id)
          local list, quiet = line()
          call(side, list, id)
          if not quiet then call('ZADD', base .. 'marker', 0, '0') end
        end
        local function prioritize(priority, id)
          local _, quiet = line()
          local turn = call('INCR', base .. 'pc') % 4294967296
          call('ZADD', base .. 'prioritized', priority * 4294967296 + turn, id)
          if not quiet then call('ZADD', base .. 'marker', 0, '0') end
        end
        local function longest()
          local most = call('HGET', meta, 'opts.maxLenEvents')
          if not most then
            most = 10000
            call('HSET', meta, 'opts.maxLenEvents', most)
          end
          return most
        end

        """;

    private readonly string v5Text = Head + InV5 + Common + v5;
    private readonly string v6Text = Head + InV6 + Common + v6;

    public QueueScript(string both)
        : this(both, both)
    {
    }

    /// <summary>What our user has to be allowed.</summary>
    public IEnumerable<RedisCommand> Needs(QueueWork work) => ScriptRights.Of(Text(work.Layout), work.Keys["*"]);

    /// <exception cref="RedisErrorException">The version is another one now, or the server refuses the script.</exception>
    public async Task<IReadOnlyList<long>> RunAsync(QueueWork work, IEnumerable<RedisArgument> arguments, CancellationToken ct)
    {
        var script = RedisCommand.Of("EVAL", [Text(work.Layout), 1, work.State.Keys.Meta, work.State.Keys.Base, work.State.Version!, .. arguments]);
        var reply = (await work.Session.ChangeAsync([script], ct))[0];
        return [.. reply.AsItems().Select(number => number.AsLong() ?? 0)];
    }

    private string Text(QueueLayout layout) => layout is QueueLayout.V5 ? v5Text : v6Text;
}
