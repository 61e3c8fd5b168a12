using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Slack;

internal sealed class MemoryInbox : IInbox
{
    private readonly Lock gate = new();
    private readonly OrderedDictionary<string, InboxMessage> rows = [];
    private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inserts;

    public Exception? Failure { get; set; }

    public bool Hangs { get; set; }

    /// <summary>Calls of <see cref="AddAsync"/>, whether or not a row came of it.</summary>
    public int Inserts => inserts;

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<InboxMessage> Rows
    {
        get
        {
            lock (gate)
            {
                return [.. rows.Values];
            }
        }
    }

    public int MostWaiting { get; set; } = 200;

    public async Task<Receipt> AddAsync(InboxMessage message, CancellationToken ct)
    {
        Interlocked.Increment(ref inserts);
        if (Hangs)
        {
            await letGo.Task.WaitAsync(ct);
        }

        if (Failure is { } failure)
        {
            throw failure;
        }

        lock (gate)
        {
            return rows.ContainsKey(message.Key) ? Receipt.Known
                : rows.Values.Count(row => row.From == message.From) >= MostWaiting ? Receipt.TooMany
                : rows.TryAdd(message.Key, message) ? Receipt.New : Receipt.Known;
        }
    }

    /// <summary>What hangs goes on.</summary>
    public void LetGo() => letGo.SetResult();

    public Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => throw new NotSupportedException();

    public Task BeginAsync(ClaimedMessage claimed, CancellationToken ct) => throw new NotSupportedException();

    public Task HoldAsync(ClaimedMessage claimed, DateTimeOffset until, CancellationToken ct) => throw new NotSupportedException();
}
