using System.Collections.Concurrent;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Slack;

internal sealed class MemoryInbox : IInbox
{
    private readonly ConcurrentDictionary<string, InboxMessage> rows = new();
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
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }

        return Failure is null ? rows.TryAdd(message.Key, message) : throw Failure;
    }

    public Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => throw new NotSupportedException();
}
