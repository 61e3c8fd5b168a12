using IncidentBot.Actions;
using IncidentBot.Cli.Doctor;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis;

/// <summary>As whom a Redis is reached, and what that user may not do.</summary>
internal sealed class RedisDoctor(RedisTargets targets) : ITargetDoctor
{
    /// <summary>Of each kind of work one; which keys a user may change shows with the plan that names them.</summary>
    private static readonly RedisCommand[] Needed =
    [
        RedisCommand.Of("INFO"),
        RedisCommand.Of("SCAN", "0"),
        RedisCommand.Of("MEMORY", "USAGE", "key"),
        RedisCommand.Of("CLIENT", "LIST"),
        RedisCommand.Of("SLOWLOG", "GET"),
        RedisCommand.Of("CONFIG", "GET", "*"),
        RedisCommand.Of("UNLINK", "key"),
        RedisCommand.Of("BGSAVE"),
    ];

    public string System => "redis";

    public async Task<Finding> FindAsync(Target target, CancellationToken ct)
    {
        var redis = targets.All.First(one => one.Name == target.Name);
        var user = redis.Endpoint.User ?? "default";
        try
        {
            await using var session = await redis.OpenAsync(ct);
            var rights = await AskedRights.OfAsync(redis.Node, session, Needed, ct);
            return rights switch
            {
                { Lacking: { Count: > 0 } lacking } => Finding.Warning(
                    $"redis {target.Name}",
                    $"user {user} may not run {string.Join(", ", lacking.Select(command => command.Words))}, and what rests on it will be refused: "
                        + $"ACL SETUSER {user} {string.Join(' ', lacking.Select(command => $"+{command.Right}"))}"),
                { Unavailable: { Count: > 0 } unavailable } => Finding.Warning(
                    $"redis {target.Name}",
                    $"{string.Join(", ", unavailable.Select(command => command.Words))} is not offered there: it was renamed, or the service blocks it."),
                _ => Finding.Ok($"redis {target.Name}", $"as user {user}, who may do what the bot's commands need."),
            };
        }
        catch (Exception e) when (e is RedisUnavailableException or RedisErrorException)
        {
            return Finding.Warning($"redis {target.Name}", $"what user {user} may do is not known: {e.Message}");
        }
    }
}
