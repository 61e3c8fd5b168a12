using System.Collections.Concurrent;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Slack;

internal sealed class MemoryInbox : IInbox
{
    private readonly ConcurrentDictionary<string, InboxMessage> rows = new();
    private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inserts;

    public Exception? Failure { get; set; }

    public bool Hangs { get; set; }

    /// <summary>Calls of <see cref="AddAsync"/>, whether or not a row came of it.</summary>
    public int Inserts => inserts;

    public IReadOnlyCollection<InboxMessage> Rows => [.. rows.Values];

    public async Task<bool> AddAsync(InboxMessage message, CancellationToken ct)
    {
        Interlocked.Increment(ref inserts);
        if (Hangs)
        {
            await letGo.Task.WaitAsync(ct);
        }

        return Failure is null ? rows.TryAdd(message.Key, message) : throw Failure;
    }

    /// <summary>What hangs goes on.</summary>
    public void LetGo() => letGo.SetResult();

    public Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => throw new NotSupportedException();
}
