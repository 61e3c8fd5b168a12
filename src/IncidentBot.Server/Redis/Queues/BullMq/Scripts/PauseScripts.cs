namespace IncidentBot.Redis.Queues.BullMq.Scripts;

/// <summary>Each call moves at most ARGV[3] jobs between the lists of v5 and returns how many are left to move.</summary>
internal static class PauseScripts
{
    public const int MostMoved = 500;

    /// <summary>RENAME costs the same for any length, but it would drop what the other list holds.</summary>
    public static QueueScript Pause { get; } = new(
        """
        local left = 0
        if call('EXISTS', base .. 'wait') == 1 then
          if call('EXISTS', base .. 'paused') == 0 then
            call('RENAME', base .. 'wait', base .. 'paused')
          else
            local moved = call('LRANGE', base .. 'wait', -tonumber(ARGV[3]), -1)
            for i = #moved, 1, -1 do call('LPUSH', base .. 'paused', moved[i]) end
            call('LTRIM', base .. 'wait', 0, -#moved - 1)
            left = call('LLEN', base .. 'wait')
          end
        end
        call('HSET', meta, 'paused', 1)
        call('DEL', base .. 'marker')
        if left == 0 then call('XADD', base .. 'events', '*', 'event', 'paused') end
        return {left}
        """,
        """
        call('HSET', meta, 'paused', 1)
        call('DEL', base .. 'marker')
        call('XADD', base .. 'events', '*', 'event', 'paused')
        return {0}
        """);

    /// <summary>What waited in <c>paused</c> is older, so it goes to the tail of <c>wait</c>, which runs first.</summary>
    public static QueueScript Resume { get; } = new(
        """
        local left = 0
        call('HDEL', meta, 'paused')
        if call('EXISTS', base .. 'paused') == 1 then
          if call('EXISTS', base .. 'wait') == 0 then
            call('RENAME', base .. 'paused', base .. 'wait')
          else
            local moved = call('LRANGE', base .. 'paused', 0, tonumber(ARGV[3]) - 1)
            call('RPUSH', base .. 'wait', unpack(moved))
            call('LTRIM', base .. 'paused', #moved, -1)
            left = call('LLEN', base .. 'paused')
          end
        end

        """ + Wake,
        """
        local left = 0
        call('HDEL', meta, 'paused')

        """ + Wake);

    /// <summary>Either a job is ready, or the workers are told when the next delayed one will be.</summary>
    private const string Wake = """
        if call('LLEN', base .. 'wait') + call('ZCARD', base .. 'prioritized') > 0 then
          call('ZADD', base .. 'marker', 0, '0')
        else
          local first = call('ZRANGE', base .. 'delayed', 0, 0, 'WITHSCORES')
          if first[2] then call('ZADD', base .. 'marker', tonumber(first[2]) / 4096, '1') end
        end
        if left == 0 then call('XADD', base .. 'events', '*', 'event', 'resumed') end
        return {left}
        """;
}
