using System.Text.RegularExpressions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions;

/// <summary>
/// What a user needs to run a script: EVAL, and each command that its text names. Redis holds a user's rights against every call
/// inside, so a script that lacks one half way has done the other half.
/// </summary>
internal static partial class ScriptRights
{
    /// <summary>How many arguments each takes at least: the server counts them before it looks at rights.</summary>
    private static readonly Dictionary<string, int> Arguments = new(StringComparer.Ordinal)
    {
        ["DEL"] = 1,
        ["EXISTS"] = 1,
        ["EXPIRE"] = 2,
        ["GET"] = 1,
        ["HDEL"] = 2,
        ["HEXISTS"] = 2,
        ["HGET"] = 2,
        ["HINCRBY"] = 3,
        ["HMGET"] = 2,
        ["HSET"] = 3,
        ["HSETNX"] = 3,
        ["INCR"] = 1,
        ["LLEN"] = 1,
        ["LPUSH"] = 2,
        ["LRANGE"] = 3,
        ["LREM"] = 3,
        ["LTRIM"] = 3,
        ["PERSIST"] = 1,
        ["RENAME"] = 2,
        ["RESTORE"] = 3,
        ["RPUSH"] = 2,
        ["SADD"] = 2,
        ["SISMEMBER"] = 2,
        ["SREM"] = 2,
        ["UNLINK"] = 1,
        ["XADD"] = 4,
        ["XTRIM"] = 3,
        ["ZADD"] = 3,
        ["ZCARD"] = 1,
        ["ZRANGE"] = 3,
        ["ZREM"] = 2,
        ["ZSCORE"] = 2,
    };

    private static readonly string[] NoCommands = ["MAXLEN", "WITHSCORES"];

    /// <param name="keys">A pattern for the keys that the script works on.</param>
    public static IEnumerable<RedisCommand> Of(string script, string keys) =>
    [
        RedisCommand.Of("EVAL", "return 0", 1, keys),
        .. Words().Matches(script).Select(word => word.Groups[1].Value).Distinct().Except(NoCommands)
            .Select(name => RedisCommand.Of(name, [.. Enumerable.Repeat((RedisArgument)keys, Arguments[name])])),
    ];

    [GeneratedRegex("'([A-Z]{3,})'", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
