using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

internal sealed class InMemorySchedule(Lock gate) : ISchedule
{
    private readonly List<Row> rows = [];
    private long lastId;

    /// <summary>What waits, the earliest first.</summary>
    public IReadOnlyList<Appointment> Waiting
    {
        get
        {
            lock (gate)
            {
                return [.. rows.Select(row => row.Appointment).OrderBy(appointment => appointment.DueAt)];
            }
        }
    }

    public Task<DueItem?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        lock (gate)
        {
            var row = rows.Where(row => row.HeldUntil <= now && row.Appointment.DueAt <= now).MinBy(row => row.Appointment.DueAt);
            if (row is null)
            {
                return Task.FromResult<DueItem?>(null);
            }

            row.HeldUntil = until;
            return Task.FromResult<DueItem?>(new DueItem(row.Id, row.Appointment, ++row.Attempt));
        }
    }

    public Task PostponeAsync(DueItem item, DateTimeOffset dueAt, CancellationToken ct)
    {
        lock (gate)
        {
            if (rows.Find(row => row.Id == item.Id) is { } row)
            {
                row.Appointment = row.Appointment with { DueAt = dueAt };
                row.HeldUntil = DateTimeOffset.MinValue;
            }

            return Task.CompletedTask;
        }
    }

    public Task MakeSureAsync(Appointment appointment, CancellationToken ct)
    {
        lock (gate)
        {
            if (!rows.Exists(row => row.Appointment.Key == appointment.Key))
            {
                Put([appointment]);
            }

            return Task.CompletedTask;
        }
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(rows.Min(row => (DateTimeOffset?)row.Appointment.DueAt));
        }
    }

    internal bool Holds(long id) => rows.Exists(row => row.Id == id);

    internal void Finish(long id) => rows.RemoveAll(row => row.Id == id);

    internal void Remove(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            rows.RemoveAll(row => row.Appointment.Key == key);
        }
    }

    /// <summary>A replaced row gets a new id, so that whoever carries out the old one finds it gone.</summary>
    internal void Put(IEnumerable<Appointment> appointments)
    {
        foreach (var appointment in appointments)
        {
            Remove([appointment.Key]);
            rows.Add(new Row(++lastId, appointment));
        }
    }

    private sealed class Row(long id, Appointment appointment)
    {
        public long Id => id;
        public Appointment Appointment { get; set; } = appointment;
        public DateTimeOffset HeldUntil { get; set; } = DateTimeOffset.MinValue;
        public int Attempt { get; set; }
    }
}
