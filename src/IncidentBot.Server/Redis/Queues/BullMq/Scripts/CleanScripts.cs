namespace IncidentBot.Redis.Queues.BullMq.Scripts;

internal static class CleanScripts
{
    /// <summary>
    /// ARGV: the set, then pairs of id and score as the snapshot has them; a job that ran again since has another score and stays.
    /// A child that its parent still waits for stays too: BullMQ's own cleaning would remove the waiting parent with it.
    /// Returns how many were removed, kept for their parent, and gone elsewhere.
    /// </summary>
    public static QueueScript Remove { get; } = new("""
        local set = base .. ARGV[3]
        local removed, kept, gone = {}, 0, 0
        for i = 4, #ARGV, 2 do
          local id = ARGV[i]
          local job = base .. id
          if call('ZSCORE', set, id) ~= ARGV[i + 1] then
            gone = gone + 1
          else
            local about = call('HMGET', job, 'parentKey', 'deid')
            if about[1] and call('SISMEMBER', about[1] .. ':dependencies', job) == 1 then
              kept = kept + 1
            else
              if about[2] and call('GET', base .. 'de:' .. about[2]) == id then
                call('DEL', base .. 'de:' .. about[2], base .. 'dn:' .. about[2])
              end
              call('UNLINK', job, job .. ':logs', job .. ':dependencies', job .. ':processed', job .. ':failed', job .. ':unsuccessful')
              removed[#removed + 1] = id
            end
          end
        end
        if #removed > 0 then
          call('ZREM', set, unpack(removed))
          call('XADD', base .. 'events', '*', 'event', 'cleaned', 'count', #removed)
        end
        return {#removed, kept, gone}
        """);

    /// <summary>
    /// ARGV: the set, then for each job its id, its score, how many keys, and for each key what follows the id and its DUMP.
    /// What exists is left alone.
    /// </summary>
    public static QueueScript Restore { get; } = new("""
        local set = base .. ARGV[3]
        local restored, there = 0, 0
        local i = 4
        while i <= #ARGV do
          local id, score, keys = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
          local exists = call('EXISTS', base .. id) == 1 or call('ZSCORE', set, id)
          for k = 0, keys - 1 do exists = exists or call('EXISTS', base .. id .. ARGV[i + 3 + 2 * k]) == 1 end
          if exists then
            there = there + 1
          else
            for k = 0, keys - 1 do
              local reply = redis.pcall('RESTORE', base .. id .. ARGV[i + 3 + 2 * k], 0, ARGV[i + 4 + 2 * k])
              if reply.err then
                for undo = 0, k - 1 do call('UNLINK', base .. id .. ARGV[i + 3 + 2 * undo]) end
                return reply
              end
            end
            call('ZADD', set, score, id)
            restored = restored + 1
          end
          i = i + 3 + 2 * keys
        end
        return {restored, there}
        """);
}
