namespace IncidentBot.Storage;

internal sealed class SqlSchedule(IDatabase database, Replica replica) : ISchedule
{
    public Task<DueItem?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.FindAsync(
                Claim(now, until, replica, database.SkipLocked),
                row => new DueItem(
                    row.GetInt64(0),
                    new Appointment(row.GetString(1), new AppointmentKind(row.GetString(2)), Guid.Parse(row.GetString(3)), StoredText.Time(row.GetString(4))),
                    row.GetInt32(5)),
                ct),
            ct);

    public Task PostponeAsync(DueItem item, DateTimeOffset dueAt, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.ExecuteAsync(
                new("update schedule set due_at = @due, not_before = @due, held_by = null where id = @id and attempt = @attempt")
                {
                    ["id"] = item.Id,
                    ["attempt"] = item.Attempt,
                    ["due"] = dueAt,
                },
                ct),
            ct);

    public Task MakeSureAsync(Appointment appointment, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await session.LockAsync(NameOf(appointment.Key), ct);
                await InsertAsync(session, appointment, ct);
                session.WakeWorkers();
                return true;
            },
            ct);

    /// <remarks>An item that somebody holds counts from when they lose it.</remarks>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken ct) =>
        database.ReadAsync(session => session.FindAsync<DateTimeOffset?>(NextDue(), row => StoredText.Time(row.GetString(0)), ct), ct);

    internal static Statement NextDue() => new("select not_before from schedule order by not_before, id limit 1");

    internal static Statement Claim(DateTimeOffset now, DateTimeOffset until, Replica replica, string skipLocked) =>
        new($"""
             update schedule set not_before = @until, held_by = @replica, attempt = attempt + 1
             where id = (
               select m.id from schedule m where m.not_before <= @now
               order by m.not_before, m.id limit 1 {skipLocked})
             returning id, key, kind, subject, due_at, attempt
             """)
        {
            ["now"] = now,
            ["until"] = until,
            ["replica"] = replica.Id,
        };

    /// <summary>A row that is replaced gets a new id too, so whoever holds the old one finds it dealt with.</summary>
    internal static async Task PutAsync(Session session, Appointment appointment, CancellationToken ct)
    {
        await session.LockAsync(NameOf(appointment.Key), ct);
        await RemoveAsync(session, appointment.Key, ct);
        await InsertAsync(session, appointment, ct);
    }

    internal static Task RemoveAsync(Session session, string key, CancellationToken ct) =>
        session.ExecuteAsync(new("delete from schedule where key = @key") { ["key"] = key }, ct);

    internal static Task<bool> WaitsAsync(Session session, long id, CancellationToken ct) =>
        session.FindAsync(new("select id from schedule where id = @id") { ["id"] = id }, _ => true, ct);

    /// <returns>False when it was finished, replaced or removed before.</returns>
    internal static async Task<bool> FinishAsync(Session session, long id, CancellationToken ct) =>
        await session.ExecuteAsync(new("delete from schedule where id = @id") { ["id"] = id }, ct) == 1;

    /// <summary>Under this lock, so that of two appointments of one key the second finds the first.</summary>
    private static string NameOf(string key) => $"schedule {key}";

    private static Task<int> InsertAsync(Session session, Appointment appointment, CancellationToken ct) =>
        session.ExecuteAsync(
            new("""
                insert into schedule (key, kind, subject, due_at, not_before) values (@key, @kind, @subject, @due, @due)
                on conflict (key) do nothing
                """)
            {
                ["key"] = appointment.Key,
                ["kind"] = appointment.Kind.Name,
                ["subject"] = appointment.Subject,
                ["due"] = appointment.DueAt,
            },
            ct);
}
