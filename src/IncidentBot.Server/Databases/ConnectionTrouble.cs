using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Databases;

/// <summary>What is wrong between the clients of a database that still lets us in: the cause, who it is, and the first thing to do.</summary>
internal sealed record ConnectionTrouble(string Class, string Sentence, Gravity Gravity, string Next)
{
    public const string LockQueue = "LOCK QUEUE";

    private const double Crowded = 0.8;

    /// <summary>As log_lock_waits counts: what waits longer than deadlock_timeout, a second unless somebody changed it.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    /// <param name="longIdle">From when on somebody idle in a transaction is trouble.</param>
    /// <returns>The worst; null where nothing is wrong.</returns>
    public static ConnectionTrouble? Of(Connections now, TimeSpan longIdle) => Line(now) ?? Full(now) ?? Idle(now, longIdle);

    private static ConnectionTrouble? Line(Connections now)
    {
        var waiting = now.Clients.Where(client => client.WaitsFor == "Lock" && client.InState >= LongWait).ToList();
        if (waiting is [])
        {
            return null;
        }

        var longest = Duration.Words(waiting.Max(client => client.InState)!.Value);
        var holder = now.Clients.Where(client => client.WaitsFor != "Lock" && Behind(client) > 0).MaxBy(Behind);
        var behind = holder is null ? "" : $" behind {holder.Who} (pid {holder.Pid}, {holder.State})";
        return new(
            LockQueue,
            $"{Plural.Of(waiting.Count, "client")} {(waiting.Count == 1 ? "waits" : "wait")} for a lock{behind}, the longest for {longest}",
            Gravity.Outage,
            holder is null ? "See what holds the lock in pg_locks: it is no client that is visible here" : End(holder));

        int Behind(ClientConnection client) => now.Clients.Count(other => other.BlockedBy.Contains(client.Pid));
    }

    private static ConnectionTrouble? Full(Connections now)
    {
        if (now.Share < Crowded)
        {
            return null;
        }

        // Ours is one of them and not counted: where it is the last, nobody else gets in.
        var (most, isFull) = (now.Groups[0], now.Clients.Count + 1 >= now.Limits.ForApplications);
        return new(
            "CONNECTIONS",
            $"its places for connections are {(isFull ? "all" : "nearly all")} taken, most by {most.Key} ({most.Count()})",
            isFull ? Gravity.Outage : Gravity.Risk,
            OneLine.Of($"Lower the pool of {most.Key}, or restart it where it leaks: its places are free at once"));
    }

    private static ConnectionTrouble? Idle(Connections now, TimeSpan longIdle) =>
        now.Clients.Where(client => client.IsIdleInTransaction && client.InState >= longIdle).MaxBy(client => client.InState) is not { } idle ? null : new(
            "IDLE IN TRANSACTION",
            $"{idle.Who} (pid {idle.Pid}) is idle in a transaction for {Duration.Words(idle.InState!.Value)} and keeps its locks",
            Gravity.Degraded,
            End(idle));

    private static string End(ClientConnection client) =>
        OneLine.Of($"Have {client.Who} commit or roll back; if it cannot, a superuser ends it: select pg_terminate_backend({client.Pid})", 160);
}
