using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>
/// https://redis.io/docs/latest/commands/client-pause/ with WRITE, and a failover under way, hold back whoever writes; reads go on.
/// INFO does not say so: that clients are blocked in commands that never block does.
/// </summary>
internal static class PausedWrites
{
    private static readonly HashSet<string> Blocking = new(StringComparer.OrdinalIgnoreCase)
    {
        "blpop", "brpop", "brpoplpush", "blmove", "blmpop", "bzpopmin", "bzpopmax", "bzmpop", "xread", "xreadgroup", "wait", "waitaof", "shutdown", "failover",
    };

    public static Strain? Of(DiagnosisReads reads)
    {
        // A dot is in the commands of modules, which may block as they like.
        var held = reads.Clients?.Clients
            .Where(client => client.Flags.Contains('b', StringComparison.Ordinal)
                && !client.Command.Contains('.', StringComparison.Ordinal)
                && !Blocking.Contains(client.Command.Split('|')[0]))
            .ToList() ?? [];
        return held.Count == 0 ? null : new Strain(
            FailureClass.Paused,
            $"holds writes back: {Plural.Of(held.Count, "client")} {Plural.Pick(held.Count, "waits", "wait")} in "
                + $"{string.Join(", ", held.GroupBy(client => client.Command.ToUpperInvariant(), StringComparer.Ordinal)
                    .OrderByDescending(group => group.Count()).Take(3).Select(group => group.Key))}, "
                + "as CLIENT PAUSE or a failover makes them")
        {
            IsInferred = true,
            NextSteps = ["See who is connected; if nobody fails over just now, CLIENT UNPAUSE lets them go on, and the pause ends by itself with its time"],
            Commands = [new Suggestion("Clients", $"/redis clients on {reads.Target}")],
        };
    }
}
