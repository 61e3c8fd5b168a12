using System.Globalization;
using IncidentBot.Alerts;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

/// <summary>
/// A row waits for as long as it is there. On PostgreSQL one with a lower id may be seen later than one with a higher one; it
/// is then the oldest, and lost in no case, because rows are only ever removed by their own ids.
/// </summary>
internal sealed class SqlAlertInbox(IDatabase database, IOptions<AlertOptions> options) : IAlertInbox
{
    public Task<bool> AddAsync(string source, AlertDelivery delivery, DateTimeOffset at, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var isStored = await session.ExecuteAsync(Add(source, delivery, at, options.Value.MostWaiting), ct) == 1;
                if (isStored)
                {
                    session.WakeWorkers();
                }
                else
                {
                    session.Discard();
                }

                return isStored;
            },
            ct);

    public async Task<IReadOnlyList<WaitingDelivery>> OldestAsync(int limit, CancellationToken ct) =>
        await database.ReadAsync(
            session => session.ListAsync(
                Oldest(limit),
                row => new WaitingDelivery(
                    row.GetInt64(0),
                    row.GetString(1),
                    Json.Read(row.GetString(3), StoreJson.Default.AlertDelivery),
                    StoredText.Time(row.GetString(2))),
                ct),
            ct);

    public Task FinishAsync(IReadOnlyList<long> ids, CancellationToken ct) =>
        ids.Count == 0 ? Task.CompletedTask : database.ChangeAsync(session => session.ExecuteAsync(Finish(ids), ct), ct);

    /// <remarks>
    /// The lowest and the highest id are found at once, and usually say that there is room. Only where they are far apart is
    /// counted: one row that stays keeps nothing out. On PostgreSQL those who insert at once may each find the last room.
    /// </remarks>
    internal static Statement Add(string source, AlertDelivery delivery, DateTimeOffset at, int mostWaiting) =>
        new("""
            insert into alert_deliveries (source, received_at, body)
            select @source, @at, @body
            where coalesce((select max(id) from alert_deliveries) - (select min(id) from alert_deliveries) + 1, 0) < @most
              or (select count(*) from (select 1 from alert_deliveries where id > 0 limit @most) found) < @most
            """)
        {
            ["source"] = source,
            ["at"] = at,
            ["body"] = Json.Of(delivery, StoreJson.Default.AlertDelivery),
            ["most"] = mostWaiting,
        };

    internal static Statement Oldest(int limit) =>
        new("select id, source, received_at, body from alert_deliveries where id > 0 order by id limit @limit") { ["limit"] = limit };

    internal static Statement Finish(IReadOnlyList<long> ids) =>
        new($"delete from alert_deliveries where id in ({string.Join(", ", ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))})");
}
