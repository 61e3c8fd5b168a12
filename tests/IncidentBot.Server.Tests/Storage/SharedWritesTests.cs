using System.Collections.Concurrent;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Storage;

public sealed class SharedWritesTests : IDisposable
{
    private readonly ConcurrentQueue<IReadOnlyList<string>> written = new();

    /// <summary>Of each write, from when it has begun until the test lets it end.</summary>
    private readonly ConcurrentQueue<TaskCompletionSource<int>> ends = new();
    private readonly SemaphoreSlim begun = new(0);
    private readonly SharedWrites<string> writes;

    public SharedWritesTests() => writes = new(WriteAsync, row => row.Length);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_while_a_write_is_under_way_is_written_together_after_it()
    {
        var first = writes.AddAsync("a", Ct);
        await begun.WaitAsync(Ct);
        Task<bool>[] others = [writes.AddAsync("b", Ct), writes.AddAsync("c", Ct)];
        End(stored: 1);

        Assert.True(await first);
        await begun.WaitAsync(Ct);
        Assert.All(others, other => Assert.False(other.IsCompleted));
        End(stored: 2);

        var all = await Task.WhenAll(others);
        Assert.Equal([true, true], all);
        Assert.Equal([["a"], ["b", "c"]], written);

        var later = writes.AddAsync("d", Ct);
        await begun.WaitAsync(Ct);
        End(stored: 1);
        Assert.True(await later);
    }

    [Fact]
    public async Task Where_there_is_room_for_some_the_first_are_stored()
    {
        var first = writes.AddAsync("a", Ct);
        await begun.WaitAsync(Ct);
        Task<bool>[] others = [writes.AddAsync("b", Ct), writes.AddAsync("c", Ct), writes.AddAsync("d", Ct)];
        End(stored: 0);
        await begun.WaitAsync(Ct);
        End(stored: 2);

        Assert.False(await first);
        var all = await Task.WhenAll(others);
        Assert.Equal([true, true, false], all);
    }

    [Fact]
    public async Task All_of_a_write_that_fails_hear_of_it_and_the_next_goes_on()
    {
        var first = writes.AddAsync("a", Ct);
        await begun.WaitAsync(Ct);
        var second = writes.AddAsync("b", Ct);
        Next().SetException(new InvalidOperationException("broken"));

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => first)).Message);
        await begun.WaitAsync(Ct);
        End(stored: 1);
        Assert.True(await second);
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_written()
    {
        using var impatient = new CancellationTokenSource();
        var first = writes.AddAsync("a", Ct);
        await begun.WaitAsync(Ct);
        var gone = writes.AddAsync("b", impatient.Token);
        var stays = writes.AddAsync("c", Ct);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        End(stored: 1);
        await begun.WaitAsync(Ct);
        End(stored: 1);

        Assert.True(await first && await stays);
        Assert.Equal([["a"], ["c"]], written);
    }

    [Fact]
    public async Task A_write_that_hangs_is_given_up_once_nobody_waits_for_it_and_the_next_goes_on()
    {
        using CancellationTokenSource one = new(), another = new();
        var first = writes.AddAsync("a", Ct);
        await begun.WaitAsync(Ct);
        Task<bool>[] hanging = [writes.AddAsync("b", one.Token), writes.AddAsync("c", another.Token)];
        End(stored: 1);
        await begun.WaitAsync(Ct);
        var next = writes.AddAsync("d", Ct);
        await one.CancelAsync();
        await another.CancelAsync();

        await begun.WaitAsync(Ct);
        _ = Next();
        End(stored: 1);
        Assert.True(await first && await next);
        foreach (var each in hanging)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => each);
        }
    }

    [Fact]
    public async Task What_is_large_is_not_written_together()
    {
        var first = writes.AddAsync("a", Ct);
        await begun.WaitAsync(Ct);
        Task<bool>[] others = [.. Enumerable.Range(0, 3).Select(_ => writes.AddAsync(new string('x', 600_000), Ct))];
        End(stored: 1);
        await begun.WaitAsync(Ct);
        End(stored: 2);
        await begun.WaitAsync(Ct);
        End(stored: 1);

        Assert.True(await first);
        var all = await Task.WhenAll(others);
        Assert.Equal([true, true, true], all);
        Assert.Equal([1, 2, 1], written.Select(rows => rows.Count));
    }

    public void Dispose() => begun.Dispose();

    private Task<int> WriteAsync(IReadOnlyList<string> rows, CancellationToken ct)
    {
        var end = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        written.Enqueue(rows);
        ends.Enqueue(end);
        begun.Release();
        return end.Task.WaitAsync(ct);
    }

    private void End(int stored) => Next().SetResult(stored);

    private TaskCompletionSource<int> Next() => ends.TryDequeue(out var end) ? end : throw new InvalidOperationException("No write is under way.");
}
