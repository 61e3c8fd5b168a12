using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Peers;

/// <summary>Whether a later command would be refused, found out before anything is changed. What cannot be found out is not held against it.</summary>
internal static class CommandRights
{
    /// <returns>Which right lacks, or null.</returns>
    public static async Task<string?> LackingAsync(IRedisSession session, CancellationToken ct, params string[][] commands)
    {
        foreach (var words in commands)
        {
            if (await session.ExecuteAsync("COMMAND", ["INFO", words[0]], ct) is RespValue.Items { Values: [RespValue.Nil] })
            {
                return $"{words[0]} is not offered there: it was renamed, or the service blocks it";
            }
        }

        // WHOAMI and DRYRUN are refused to users who may not see ACLs, and DRYRUN is Redis 7.
        if (await session.ExecuteAsync("ACL", ["WHOAMI"], ct) is not RespValue.Text user)
        {
            return null;
        }

        foreach (var words in commands)
        {
            var allowed = await session.ExecuteAsync("ACL", ["DRYRUN", user.ToString(), .. words.Select(word => (RedisArgument)word)], ct);
            if (allowed is RespValue.Text text && text.ToString() != "OK")
            {
                return $"user {user} may not run {words[0]} (ACL SETUSER {user} +{words[0].ToLowerInvariant()})";
            }
        }

        return null;
    }
}
