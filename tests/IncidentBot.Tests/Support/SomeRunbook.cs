namespace IncidentBot.Tests.Support;

/// <summary>
/// A runbook with a step of each kind: 1 and 2 read, 3 and 4 change, 5 has to be told, 6 is a person's, 7 is guarded, 8
/// refused, 9 unknown, 10 to 12 belong elsewhere.
/// </summary>
internal static class SomeRunbook
{
    public const string Text = """
        ---
        id: redis-recovery
        title: Redis recovery
        system: redis
        severities:
          P0: { means: Redis is down, respond: 7 min }
        services:
          Publishing: delayed {duration}
          Rate limits: not enforced
        symptoms:
          OOM: Memory
        checks:
          - redis.ping
        ---
        # Redis recovery

        ## Assessment

        ```action
        redis.ping                      # does it answer
        redis.diagnose on sessions      # the other one
        ```

        ## Memory

        ```action
        redis.trim rl:*                 # a little room
        redis.clear-cache rl:*          # more room
        redis.clear-cache <pattern>
        ```

        1. Tell the people who publish.

        ```bash
        redis-cli EVAL "local keys = redis.call('keys', 'cb:*') for _, key in ipairs(keys) do redis.call('del', key) end" 0
        redis-cli FLUSHALL
        frobnicate --now
        pm2 logs worker
        curl https://api.example.com/health
        ```

        ```sql
        SELECT count(*) FROM pg_stat_activity;
        ```
        """;

    public static InMemoryRunbookFiles In(InMemoryRunbookFiles files)
    {
        files.Texts["redis-recovery.md"] = Text;
        return files;
    }
}
