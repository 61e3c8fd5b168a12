using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Actions;

/// <summary>What must be the same server, in the same role, when a plan is carried out.</summary>
internal static class ServerPins
{
    /// <summary>The server's own id of this start of it.</summary>
    public static string IdOf(RedisInfo? info) => info?.Server.RunId ?? "unknown";

    public static Dictionary<string, string> Server(RedisInfo info) => new() { ["server"] = IdOf(info) };

    public static Dictionary<string, string> ServerAndRole(RedisInfo info) => new() { ["server"] = IdOf(info), ["role"] = info.Replication.Role ?? "unknown" };
}
