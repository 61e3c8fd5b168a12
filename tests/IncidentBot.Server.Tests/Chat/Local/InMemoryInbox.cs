using System.Collections.Concurrent;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Local;

internal sealed class InMemoryInbox : IInbox
{
    private readonly ConcurrentDictionary<string, InboxMessage> rows = new();

    public IReadOnlyCollection<InboxMessage> Rows => [.. rows.Values];

    public Task<bool> AddAsync(InboxMessage message, CancellationToken ct) => Task.FromResult(rows.TryAdd(message.Key, message));

    public Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => Task.FromResult<ClaimedMessage?>(null);
}
