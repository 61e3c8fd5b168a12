using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryOutbox(Lock gate) : IOutbox
{
    private readonly List<Row> waiting = [];
    private readonly List<Outgoing> all = [];
    private readonly Dictionary<(ChannelRef, LiveSubject), string> posted = [];
    private long lastId;

    public IReadOnlyList<Outgoing> All
    {
        get
        {
            lock (gate)
            {
                return [.. all];
            }
        }
    }

    /// <summary>What will never be delivered, with the reason.</summary>
    public List<(OutboxItem Item, string Error)> Abandoned { get; } = [];

    public Task<OutboxItem?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        lock (gate)
        {
            // The oldest of each lane; while that one is being delivered or waits for its retry, the lane waits.
            var row = waiting.DistinctBy(row => (row.Message.Channel, row.Message.Lane, row.Aside))
                .Where(row => row.HeldUntil <= now
                    && row.DueAt <= now
                    && !(IsNew(row) && waiting.Exists(card => IsNewCard(card) && card.Id < row.Id && card.Message.Channel == row.Message.Channel)))
                .OrderByDescending(row => row.Message.Overtakes)
                .FirstOrDefault();
            if (row is null)
            {
                return Task.FromResult<OutboxItem?>(null);
            }

            row.HeldUntil = until;
            row.UnsettledSince ??= row.TriedAt;
            row.TriedAt = now;
            return Task.FromResult<OutboxItem?>(new OutboxItem(row.Id, row.Message, ++row.Attempt, row.Generation, row.UnsettledSince));
        }
    }

    public Task StepAsideAsync(OutboxItem item, CancellationToken ct)
    {
        lock (gate)
        {
            foreach (var row in waiting.Where(row => row.Message.Way is not null && GoTheSameWay(row.Message, item.Message)))
            {
                row.Aside = row.Message.Way;
            }

            return Task.CompletedTask;
        }
    }

    public Task CompleteAsync(OutboxItem item, CancellationToken ct) => Change(item, row =>
    {
        if (row.Generation == item.Generation)
        {
            waiting.Remove(row);
        }
        else
        {
            row.Attempt = 0;
            row.TriedAt = row.UnsettledSince = null;
            row.DueAt = row.HeldUntil = DateTimeOffset.MinValue;
        }
    });

    public Task RetryAsync(OutboxItem item, DateTimeOffset dueAt, string error, bool mayHaveArrived, CancellationToken ct) => Change(item, row =>
    {
        row.TriedAt = mayHaveArrived ? row.TriedAt : null;
        row.DueAt = dueAt;
        row.HeldUntil = DateTimeOffset.MinValue;
    });

    public Task AbandonAsync(OutboxItem item, DateTimeOffset at, string error, CancellationToken ct) => Change(item, row =>
    {
        waiting.Remove(row);
        Abandoned.Add((item, error));
    });

    public Task<GivenUp?> GivenUpAsync(DateTimeOffset since, CancellationToken ct) => throw new NotSupportedException("Only the server asks.");

    public Task<bool> HasWaitingAsync(ChannelRef channel, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(waiting.Exists(row => row.Message.Channel == channel));
        }
    }

    public Task<string?> FindPostedAsync(ChannelRef channel, LiveSubject subject, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(posted.GetValueOrDefault((channel, subject)));
        }
    }

    public Task RememberPostedAsync(ChannelRef channel, LiveSubject subject, string messageId, CancellationToken ct)
    {
        lock (gate)
        {
            posted[(channel, subject)] = messageId;
            return Task.CompletedTask;
        }
    }

    internal void Add(IEnumerable<Outgoing> messages)
    {
        foreach (var message in messages)
        {
            all.Add(message);
            if (message is Outgoing.Refresh && waiting.Find(row => row.Message == message) is { } same)
            {
                same.Generation++;
            }
            else
            {
                waiting.Add(new Row(++lastId, message) { Aside = waiting.Find(row => row.Aside is not null && GoTheSameWay(row.Message, message))?.Aside });
            }
        }
    }

    private static bool GoTheSameWay(Outgoing one, Outgoing other) => (one.Channel, one.Lane, one.Way) == (other.Channel, other.Lane, other.Way);

    private bool IsNew(Row row) => row.Message is Outgoing.Post || IsNewCard(row);

    private bool IsNewCard(Row row) => row.Message is Outgoing.Refresh refresh && !posted.ContainsKey((refresh.In, refresh.Subject));

    private Task Change(OutboxItem item, Action<Row> change)
    {
        lock (gate)
        {
            if (waiting.Find(row => row.Id == item.Id) is { } row)
            {
                change(row);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Row(long id, Outgoing message)
    {
        public long Id => id;
        public Outgoing Message => message;
        public int Generation { get; set; } = 1;
        public string? Aside { get; set; }
        public int Attempt { get; set; }
        public DateTimeOffset DueAt { get; set; } = DateTimeOffset.MinValue;
        public DateTimeOffset HeldUntil { get; set; } = DateTimeOffset.MinValue;
        public DateTimeOffset? TriedAt { get; set; }
        public DateTimeOffset? UnsettledSince { get; set; }
    }
}
