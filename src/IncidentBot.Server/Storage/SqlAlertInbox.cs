using System.Globalization;
using IncidentBot.Alerts;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

/// <summary>
/// A row waits for as long as it is there. On PostgreSQL one with a lower id may be seen later than one with a higher one; it
/// is then the oldest, and lost in no case, because rows are only ever removed by their own ids.
/// </summary>
internal sealed class SqlAlertInbox(IDatabase database, IOptions<AlertOptions> options, TimeProvider time) : IAlertInbox, IDisposable
{
    /// <summary>As many letters are read at once, and one delivery more: a body may have millions of them.</summary>
    private const int LettersAtOnce = 4_000_000;

    /// <summary>Whoever counts alerts is told, and nobody else: in a storm the others would look for work all the time.</summary>
    private readonly WakeSignal arrivals = new(time);

    private readonly SharedWrites<NewDelivery> writes = new(
        (rows, ct) => database.ChangeAsync(session => session.ExecuteAsync(Add(rows, options.Value.MostWaiting), ct), ct),
        row => row.Body.Text.Length);

    /// <summary>Raised for what was stored by this process.</summary>
    public IWakeUp Arrivals => arrivals;

    public async Task<bool> AddAsync(string source, AlertDelivery delivery, DateTimeOffset at, CancellationToken ct)
    {
        var isStored = await writes.AddAsync(NewDelivery.Of(source, delivery, at), ct);
        if (isStored)
        {
            arrivals.Raise();
        }

        return isStored;
    }

    public async Task<IReadOnlyList<WaitingDelivery>> OldestAsync(int limit, CancellationToken ct)
    {
        var letters = 0L;
        var rows = await database.ReadAsync(
            session => session.ListAsync(
                Oldest(limit),
                row => letters < LettersAtOnce && row.GetString(3) is var body && (letters += body.Length) > 0
                    ? new WaitingDelivery(
                        row.GetInt64(0), row.GetString(1), Json.Read(body, StoreJson.Default.AlertDelivery), StoredText.Time(row.GetString(2)))
                    : null,
                ct),
            ct);
        return [.. rows.OfType<WaitingDelivery>()];
    }

    public Task FinishAsync(IReadOnlyList<long> ids, CancellationToken ct) =>
        ids.Count == 0 ? Task.CompletedTask : database.ChangeAsync(session => session.ExecuteAsync(Finish(ids), ct), ct);

    public void Dispose() => arrivals.Dispose();

    /// <remarks>
    /// The lowest and the highest id are found at once, and usually say that there is room. Only where they are far apart is
    /// counted: one row that stays keeps nothing out. Where there is room for some, it is the first of them
    /// that are stored. On PostgreSQL those who insert at once may each find the last room.
    /// </remarks>
    internal static Statement Add(IReadOnlyList<NewDelivery> rows, int mostWaiting)
    {
        var values = string.Join(", ", rows.Select((_, n) => string.Create(CultureInfo.InvariantCulture, $"(@s{n}, @a{n}, @b{n}, {n})")));
        var statement = new Statement($"""
            insert into alert_deliveries (source, received_at, body)
            select column1, column2, column3 from (values {values}) as added
            where column4 + coalesce((select max(id) from alert_deliveries) - (select min(id) from alert_deliveries) + 1, 0) < @most
              or column4 + (select count(*) from (select 1 from alert_deliveries where id > 0 limit @most) found) < @most
            """)
        {
            ["most"] = mostWaiting,
        };
        for (var n = 0; n < rows.Count; n++)
        {
            statement[$"s{n}"] = rows[n].Source;
            statement[$"a{n}"] = rows[n].At;
            statement[$"b{n}"] = rows[n].Body;
        }

        return statement;
    }

    internal static Statement Oldest(int limit) =>
        new("select id, source, received_at, body from alert_deliveries where id > 0 order by id limit @limit") { ["limit"] = limit };

    internal static Statement Finish(IReadOnlyList<long> ids) =>
        new($"delete from alert_deliveries where id in ({string.Join(", ", ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))})");

    /// <summary>Written down before it waits, so that those who wait for the disk do not wait for that as well.</summary>
    internal sealed record NewDelivery(string Source, DateTimeOffset At, Json Body)
    {
        public static NewDelivery Of(string source, AlertDelivery delivery, DateTimeOffset at) =>
            new(source, at, Json.Of(delivery, StoreJson.Default.AlertDelivery));
    }
}
