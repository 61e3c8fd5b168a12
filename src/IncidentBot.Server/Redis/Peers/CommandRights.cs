using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Peers;

/// <summary>Whether a later command would be refused, found out before anything is changed. What cannot be found out is not held against it.</summary>
internal static class CommandRights
{
    /// <summary>Commands whose rights go by their second word.</summary>
    private static readonly string[] Containers = ["CLIENT", "CLUSTER", "SENTINEL"];

    public const string Hint = "This is no outage; grant it, or do it at the server.";

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
                var name = Containers.Contains(words[0]) ? words[..2] : words[..1];
                return $"user {user} may not run {string.Join(' ', name)} (ACL SETUSER {user} +{string.Join('|', name).ToLowerInvariant()})";
            }
        }

        return null;
    }
}
