using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryInbox(Lock gate, InMemoryWakeUp wakeUp) : IInbox, IAnswers
{
    private readonly List<Row> rows = [];
    private readonly Dictionary<string, Answer?> finished = [];

    public int MostWaiting { get; set; } = 200;

    public Task<Receipt> AddAsync(InboxMessage message, CancellationToken ct)
    {
        lock (gate)
        {
            if (IsFinished(message.Key) || rows.Exists(row => row.Message.Key == message.Key))
            {
                return Task.FromResult(Receipt.Known);
            }

            if (rows.Count(row => row.Message.From == message.From) >= MostWaiting)
            {
                return Task.FromResult(Receipt.TooMany);
            }

            rows.Add(new Row(message));
            wakeUp.Signal();
            return Task.FromResult(Receipt.New);
        }
    }

    public Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        lock (gate)
        {
            // The oldest of each account; when that one is held, the account waits.
            var row = rows.DistinctBy(row => row.Message.From).FirstOrDefault(row => row.HeldUntil <= now);
            if (row is null)
            {
                return Task.FromResult<ClaimedMessage?>(null);
            }

            row.HeldUntil = until;
            return Task.FromResult<ClaimedMessage?>(new ClaimedMessage(row.Message, ++row.Attempt));
        }
    }

    public Task BeginAsync(ClaimedMessage claimed, CancellationToken ct) => Task.CompletedTask;

    public Task HoldAsync(ClaimedMessage claimed, DateTimeOffset until, CancellationToken ct) => Task.CompletedTask;

    public Task<AnswerState> OfAsync(string key, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<AnswerState>(
                finished.GetValueOrDefault(key) is { } answer ? new AnswerState.Given(answer)
                : rows.Exists(row => row.Message.Key == key) ? new AnswerState.Waiting()
                : new AnswerState.NotKnown());
        }
    }

    internal bool IsFinished(string key) => finished.ContainsKey(key);

    /// <summary>A key without a row is accepted: most tests talk to the kernel directly.</summary>
    internal void Finish(string key, Answer? answer)
    {
        rows.RemoveAll(row => row.Message.Key == key);
        finished.Add(key, answer);
    }

    private sealed class Row(InboxMessage message)
    {
        public InboxMessage Message => message;
        public DateTimeOffset HeldUntil { get; set; } = DateTimeOffset.MinValue;
        public int Attempt { get; set; }
    }
}
