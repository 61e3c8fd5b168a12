namespace IncidentBot.Redis.Queues.BullMq.Scripts;

/// <summary>
/// Jobs that go back in line, some hundred ids a call. Each returns how many moved, how many have no data any more (left where
/// they are: a worker could do nothing with them), and how many had gone elsewhere meanwhile, so that a second call does nothing.
/// </summary>
internal static class MoveScripts
{
    public const int MostJobs = 250;

    /// <summary>ARGV: ids in <c>failed</c>. A child goes back to what its parent waits for. What it has tried so far still counts.</summary>
    public static QueueScript RetryFailed { get; } = new(Retry.Replace("PLACE", "push(side, id)", StringComparison.Ordinal), Retry.Replace("PLACE", """
        local priority = tonumber(call('HGET', job, 'priority')) or 0
            if priority == 0 then push(side, id) else prioritize(priority, id) end
        """, StringComparison.Ordinal));

    /// <summary>
    /// ARGV: the stalls allowed (<c>maxStalledCount</c>), then ids in <c>active</c>. Beyond that a worker fails the job, unless
    /// a scheduler makes it.
    /// </summary>
    public static QueueScript RetryStalled { get; } = new("""
        local moved, missing, gone = 0, 0, 0
        call('XTRIM', base .. 'events', 'MAXLEN', '~', longest())
        for i = 4, #ARGV do
          local id = ARGV[i]
          local job = base .. id
          if call('EXISTS', job) == 0 then
            missing = missing + 1
          elseif call('EXISTS', job .. ':lock') == 1 or call('LREM', base .. 'active', 1, id) == 0 then
            gone = gone + 1
          else
            call('SREM', base .. 'stalled', id)
            local scheduler = call('HGET', job, 'rjk')
            local scheduled = scheduler and (call('EXISTS', base .. 'repeat:' .. scheduler) == 1 or call('ZSCORE', base .. 'repeat', scheduler))
            if call('HINCRBY', job, 'stc', 1) > tonumber(ARGV[3]) and not scheduled then
              call('HSET', job, 'defa', 'job stalled more than allowable limit')
            end
            push('RPUSH', id)
            call('XADD', base .. 'events', '*', 'event', 'waiting', 'jobId', id, 'prev', 'active')
            call('XADD', base .. 'events', '*', 'event', 'stalled', 'jobId', id)
            moved = moved + 1
          end
        end
        return {moved, missing, gone}
        """);

    /// <summary>ARGV: ids in <c>delayed</c>.</summary>
    public static QueueScript Promote { get; } = new("""
        local moved, missing, gone = 0, 0, 0
        for i = 3, #ARGV do
          local id = ARGV[i]
          local job = base .. id
          if call('EXISTS', job) == 0 then
            missing = missing + 1
          elseif call('ZREM', base .. 'delayed', id) == 0 then
            gone = gone + 1
          else
            local priority = tonumber(call('HGET', job, 'priority')) or 0
            if priority == 0 then push('LPUSH', id) else prioritize(priority, id) end
            call('XADD', base .. 'events', '*', 'event', 'waiting', 'jobId', id, 'prev', 'delayed')
            call('HSET', job, 'delay', 0)
            moved = moved + 1
          end
        end
        return {moved, missing, gone}
        """);

    private const string Retry = """
        local moved, missing, gone = 0, 0, 0
        local most = longest()
        for i = 3, #ARGV do
          local id = ARGV[i]
          local job = base .. id
          if call('EXISTS', job) == 0 then
            missing = missing + 1
          elseif call('ZREM', base .. 'failed', id) == 0 then
            gone = gone + 1
          else
            call('HDEL', job, 'finishedOn', 'processedOn', 'failedReason')
            local readable, options = pcall(cjson.decode, call('HGET', job, 'opts') or '{}')
            local side = readable and type(options) == 'table' and options.lifo == true and 'RPUSH' or 'LPUSH'
            PLACE
            local parent = call('HGET', job, 'parentKey')
            if parent and call('EXISTS', parent) == 1 then
              if call('ZREM', parent .. ':unsuccessful', job) == 1 or call('HDEL', parent .. ':failed', job) == 1 then
                call('SADD', parent .. ':dependencies', job)
              end
            end
            call('XADD', base .. 'events', 'MAXLEN', '~', most, '*', 'event', 'waiting', 'jobId', id, 'prev', 'failed')
            moved = moved + 1
          end
        end
        return {moved, missing, gone}
        """;
}
