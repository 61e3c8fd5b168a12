using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Peers;

/// <summary>Whether a later command would be refused, found out before anything is changed.</summary>
internal static class CommandRights
{
    public const string Hint = "This is no outage; grant it, or do it at the server.";

    /// <returns>
    /// Which right lacks, or null. Of one command, what cannot be found out is not held against it: refused, it has done nothing. Of
    /// several it is, because the first would be done when the second is refused.
    /// </returns>
    public static async Task<string?> LackingAsync(RedisNode node, IRedisSession session, CancellationToken ct, params string[][] commands)
    {
        foreach (var words in commands)
        {
            if (await session.ExecuteAsync("COMMAND", ["INFO", words[0]], ct) is RespValue.Items { Values: [RespValue.Nil] })
            {
                return $"{words[0]} is not offered there: it was renamed, or the service blocks it";
            }
        }

        RedisCommand[] needs = [.. commands.Select(words => RedisCommand.Of(words[0], [.. words[1..].Select(word => (RedisArgument)word)]))];
        var rights = await AskedRights.OfAsync(node, session, needs, ct);
        var user = node.Endpoint.User ?? "default";
        return rights switch
        {
            { Lacking: [var lacking, ..] } => $"user {user} may not run {lacking.Words} (ACL SETUSER {user} +{lacking.Right})",
            { Unasked.Count: > 0 } when needs.Length > 1 && node.Endpoint.HasAclUser =>
                $"whether user {user} may run {string.Join(" and ", needs.Select(need => need.Words))} cannot be asked, and half of it would be done "
                + $"where one right lacks (ACL SETUSER {user} {AskedRights.ToAsk})",
            _ => null,
        };
    }
}
