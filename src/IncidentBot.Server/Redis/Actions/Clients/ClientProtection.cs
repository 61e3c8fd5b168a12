using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Actions.Clients;

/// <summary>
/// Which connections must not be closed unseen. Stricter than for one that somebody named: only ordinary ones (N, also r, read-only in a
/// cluster, and U, a Unix socket), and none that comes back to a blocking command between two of its waits.
/// </summary>
internal static class ClientProtection
{
    private static readonly HashSet<string> Blocking = new(StringComparer.OrdinalIgnoreCase)
    {
        "blpop", "brpop", "brpoplpush", "blmove", "blmpop", "bzpopmin", "bzpopmax", "bzmpop", "xread", "xreadgroup", "wait", "waitaof",
    };

    /// <returns>Why it must not be closed; null when it may be.</returns>
    public static string? Of(ClientEntry client) => KillClientAction.WhyNot(client)
        ?? (Blocking.Contains(client.Command) ? "a worker that waits for jobs"
            : client.Flags.AsSpan().TrimStart("NrU").Length > 0 ? "no ordinary client"
            : null);
}
