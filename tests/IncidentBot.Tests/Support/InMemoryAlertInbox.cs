using IncidentBot.Alerts;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemoryAlertInbox : IAlertInbox
{
    private readonly List<WaitingDelivery> waiting = [];
    private long last;

    public bool IsFull { get; set; }

    public Task<bool> AddAsync(string source, AlertDelivery delivery, DateTimeOffset at, CancellationToken ct)
    {
        if (!IsFull)
        {
            waiting.Add(new WaitingDelivery(++last, source, delivery, at));
        }

        return Task.FromResult(!IsFull);
    }

    public Task<IReadOnlyList<WaitingDelivery>> OldestAsync(int limit, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<WaitingDelivery>>([.. waiting.Take(limit)]);

    public Task FinishAsync(IReadOnlyList<long> ids, CancellationToken ct)
    {
        waiting.RemoveAll(one => ids.Contains(one.Id));
        return Task.CompletedTask;
    }
}
