using System.Collections.Concurrent;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Local;

/// <summary>Keeps what is received; nobody claims it.</summary>
internal sealed class UnreadInbox : IInbox
{
    private readonly ConcurrentDictionary<string, InboxMessage> rows = new();

    public IReadOnlyCollection<InboxMessage> Rows => [.. rows.Values];

    public int MostWaiting { get; set; } = 200;

    public Exception? Failure { get; set; }

    public Task<Receipt> AddAsync(InboxMessage message, CancellationToken ct) =>
        Failure is { } failure ? throw failure : Task.FromResult(
            rows.ContainsKey(message.Key) ? Receipt.Known
            : rows.Count >= MostWaiting ? Receipt.TooMany
            : rows.TryAdd(message.Key, message) ? Receipt.New : Receipt.Known);

    public Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => Task.FromResult<ClaimedMessage?>(null);

    public Task BeginAsync(ClaimedMessage claimed, CancellationToken ct) => Task.CompletedTask;

    public Task HoldAsync(ClaimedMessage claimed, DateTimeOffset until, CancellationToken ct) => Task.CompletedTask;
}
