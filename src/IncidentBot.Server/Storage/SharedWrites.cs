namespace IncidentBot.Storage;

/// <summary>
/// Rows of several callers go into one transaction, because a disk takes as long for one of them as for all. Nobody waits for
/// company: the first row is written at once, and what comes meanwhile is written together after it.
/// </summary>
/// <param name="write">Given some of the rows, in the order of their coming. Returns how many were stored: the first of them.</param>
internal sealed class SharedWrites<T>(Func<IReadOnlyList<T>, CancellationToken, Task<int>> write, Func<T, int> sizeOf)
{
    private const int Most = 64;

    /// <summary>Of all but the first row together.</summary>
    private const int LargestSize = 1_000_000;

    private readonly Lock gate = new();
    private readonly Queue<Waiting> waiting = new();
    private bool isWriting;

    /// <returns>Whether it was stored, once the transaction is committed.</returns>
    public Task<bool> AddAsync(T row, CancellationToken ct)
    {
        var one = new Waiting(row, ct);
        lock (gate)
        {
            waiting.Enqueue(one);
            if (!isWriting)
            {
                isWriting = true;

                // Off the caller, who would otherwise write what others bring for as long as they bring something.
                _ = Task.Run(WriteAllAsync, CancellationToken.None);
            }
        }

        return one.Stored.Task.WaitAsync(ct);
    }

    private async Task WriteAllAsync()
    {
        while (Next() is { Count: > 0 } rows)
        {
            using var allGone = new CancellationTokenSource();
            var here = rows.Count;
            var leaving = rows.ConvertAll(one => one.Gone.Register(Leave));
            try
            {
                var stored = await write(rows.ConvertAll(one => one.Row), allGone.Token);
                for (var n = 0; n < rows.Count; n++)
                {
                    rows[n].Stored.TrySetResult(n < stored);
                }
            }
#pragma warning disable CA1031 // Whoever waits for it hears of it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                rows.ForEach(one => one.Stored.TrySetException(e));
            }
            finally
            {
                leaving.ForEach(each => each.Dispose());
            }

            // A write that hangs is given up when nobody waits for it any more.
            void Leave()
            {
                if (Interlocked.Decrement(ref here) == 0)
                {
                    allGone.Cancel();
                }
            }
        }
    }

    /// <returns>None, and then nobody writes any more.</returns>
    private List<Waiting> Next()
    {
        var next = new List<Waiting>();
        var size = 0;
        lock (gate)
        {
            while (next.Count < Most && size < LargestSize && waiting.TryDequeue(out var one))
            {
                // Who has gone was told that it is not stored.
                if (!one.Gone.IsCancellationRequested)
                {
                    next.Add(one);
                    size += sizeOf(one.Row);
                }
            }

            isWriting = next.Count > 0;
        }

        return next;
    }

    private sealed record Waiting(T Row, CancellationToken Gone)
    {
        public TaskCompletionSource<bool> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
