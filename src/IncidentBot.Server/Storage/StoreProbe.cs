namespace IncidentBot.Storage;

/// <summary>Whether the store can be written: tried with a small write of its own, and not more often than anybody needs to know.</summary>
internal sealed class StoreProbe(IDatabase database, Replica replica, TimeProvider time)
{
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task? last;
    private long triedAt;

    /// <exception cref="StoreUnavailableException">It cannot be written.</exception>
    public Task WriteAsync(CancellationToken ct)
    {
        lock (gate)
        {
            if (last is null || (last.IsCompleted && time.GetElapsedTime(triedAt) >= TryEvery))
            {
                triedAt = time.GetTimestamp();
                last = Task.Run(TryAsync, CancellationToken.None);
            }

            return last.WaitAsync(ct);
        }
    }

    /// <summary>A turn that nobody waits for, which ends at once and is cleared away with the others.</summary>
    private Task TryAsync() => database.ChangeAsync(
        session => session.ExecuteAsync(
            new("insert into turns (name, held_by, until) values (@name, @replica, @now) on conflict (name) do update set until = excluded.until")
            {
                ["name"] = $"ready {replica.Id}",
                ["replica"] = replica.Id,
                ["now"] = time.GetUtcNow(),
            },
            CancellationToken.None),
        CancellationToken.None);
}
