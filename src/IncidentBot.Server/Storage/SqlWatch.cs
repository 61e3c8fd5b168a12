using System.Data.Common;
using IncidentBot.People;
using IncidentBot.Readings;
using IncidentBot.Targets;
using IncidentBot.Watch;

namespace IncidentBot.Storage;

/// <summary>Looks at several targets that end together are one transaction, so that what is watched costs the disk next to nothing.</summary>
internal sealed class SqlWatch(IDatabase database, TimeProvider time) : IWatchStore
{
    private const string Columns =
        "number, system, target, gauge, title, unit, threshold, began_at, before, worst, over_at, after, is_right, said_by, said_at";

    /// <summary>For the precision of a measure; what was longer ago was perhaps another threshold.</summary>
    private static readonly TimeSpan Counted = TimeSpan.FromDays(90);

    private readonly SharedWrites<WatchLook> writes = new(
        (looks, ct) => database.WriteAsync(session => SaveAsync(session, looks, ct), ct), look => look.Fine.Values.Count * 40);

    public Task AddAsync(WatchLook look, CancellationToken ct) => writes.AddAsync(look, ct);

    public async Task<IReadOnlyList<WatchSample>> SamplesAsync(
        TargetRef target, WatchGrain grain, DateTimeOffset since, DateTimeOffset until, CancellationToken ct) =>
        await database.ReadAsync(session => session.ListAsync(Samples(target, grain, since, until), Sample, ct), ct);

    public Task<WatchSample?> NewestAsync(TargetRef target, CancellationToken ct) =>
        database.ReadAsync(session => session.FindAsync(Newest(target), Sample, ct), ct);

    public Task<IReadOnlyList<WatchBreach>> BreachesAsync(TargetRef target, DateTimeOffset since, CancellationToken ct) =>
        BreachesAsync(OfTarget(target, since), ct);

    public Task<IReadOnlyList<WatchBreach>> LastingAsync(TargetRef? target, CancellationToken ct) =>
        BreachesAsync(target is { } one ? OfTarget(one, DateTimeOffset.MaxValue) : Lasting(), ct);

    public Task<WatchBreach?> BreachAsync(int number, CancellationToken ct) => database.ReadAsync(
        session => session.FindAsync(new Statement($"select {Columns} from watch_breaches where number = @number") { ["number"] = number }, Breach, ct), ct);

    public async Task<IReadOnlyList<WatchPrecision>> PrecisionAsync(CancellationToken ct)
    {
        var said = await database.ReadAsync(
            session => session.ListAsync(
                Said(time.GetUtcNow() - Counted), row => (Measure: row.GetString(0), IsRight: row.IsDBNull(1) ? (bool?)null : row.GetInt32(1) == 1), ct),
            ct);
        return
        [
            .. said.GroupBy(one => one.Measure, StringComparer.Ordinal)
                .Select(group => new WatchPrecision(
                    group.Key, group.Count(), group.Count(one => one.IsRight is true), group.Count(one => one.IsRight is false)))
                .OrderByDescending(one => one.Breaches)
                .ThenBy(one => one.Measure, StringComparer.Ordinal),
        ];
    }

    internal static async Task SaveAsync(Session session, WatchVerdicts verdicts, CancellationToken ct)
    {
        foreach (var number in verdicts.Breaches.Order())
        {
            await session.ExecuteAsync(
                new("update watch_breaches set is_right = @right, said_by = @by, said_at = @at where number = @number")
                {
                    ["right"] = verdicts.Verdict.IsRight ? 1 : 0,
                    ["by"] = verdicts.Verdict.By.ToString(),
                    ["at"] = verdicts.Verdict.At,
                    ["number"] = number,
                },
                ct);
        }
    }

    internal static Statement Samples(TargetRef target, WatchGrain grain, DateTimeOffset since, DateTimeOffset until) =>
        new("""
            select body from watch_samples
            where system = @system and target = @target and grain = @grain and at >= @since and at <= @until order by at
            """)
        {
            ["system"] = target.System,
            ["target"] = target.Name,
            ["grain"] = grain,
            ["since"] = since,
            ["until"] = until,
        };

    internal static Statement Newest(TargetRef target) =>
        new("select body from watch_samples where system = @system and target = @target and grain = @grain order by at desc limit 1")
        {
            ["system"] = target.System,
            ["target"] = target.Name,
            ["grain"] = WatchGrain.Fine,
        };

    internal static Statement OfTarget(TargetRef target, DateTimeOffset since) =>
        new($"select {Columns} from watch_breaches where system = @system and target = @target and over_at >= @since")
        {
            ["system"] = target.System,
            ["target"] = target.Name,
            ["since"] = since,
        };

    internal static Statement Lasting() =>
        new($"select {Columns} from watch_breaches where over_at >= @never") { ["never"] = DateTimeOffset.MaxValue };

    internal static Statement Said(DateTimeOffset since) =>
        new("select measure, is_right from watch_breaches where began_at >= @since") { ["since"] = since };

    internal static Statement ForgetSamples(WatchGrain grain, DateTimeOffset before, int limit) =>
        new("""
            delete from watch_samples where (system, target, grain, at) in (
              select system, target, grain, at from watch_samples where grain = @grain and at < @before order by at limit @limit)
            """)
        {
            ["grain"] = grain,
            ["before"] = before,
            ["limit"] = limit,
        };

    internal static Statement ForgetBreaches(DateTimeOffset before, int limit) =>
        new("delete from watch_breaches where number in (select number from watch_breaches where over_at < @before order by over_at limit @limit)")
        {
            ["before"] = before,
            ["limit"] = limit,
        };

    private async Task<IReadOnlyList<WatchBreach>> BreachesAsync(Statement statement, CancellationToken ct) =>
        [.. (await database.ReadAsync(session => session.ListAsync(statement, Breach, ct), ct)).OrderBy(breach => breach.Number)];

    private static async Task<int> SaveAsync(Session session, IReadOnlyList<WatchLook> looks, CancellationToken ct)
    {
        foreach (var look in looks)
        {
            await session.ExecuteAsync(Add(look.Fine, WatchGrain.Fine), ct);
            if (look.Coarse is { } coarse)
            {
                await session.ExecuteAsync(Add(coarse, WatchGrain.Coarse), ct);
            }

            foreach (var breach in look.Breaches)
            {
                await session.ExecuteAsync(Save(breach), ct);
            }
        }

        return looks.Count;
    }

    private static Statement Add(WatchSample sample, WatchGrain grain) =>
        new("insert into watch_samples (system, target, grain, at, body) values (@system, @target, @grain, @at, @body) on conflict do nothing")
        {
            ["system"] = sample.Target.System,
            ["target"] = sample.Target.Name,
            ["grain"] = grain,
            ["at"] = sample.At,
            ["body"] = Json.Of(sample, StoreJson.Default.WatchSample),
        };

    private static Statement Save(WatchBreach breach) =>
        new("""
            insert into watch_breaches (number, system, target, gauge, measure, title, unit, threshold, began_at, before, worst, over_at, after)
            values (@number, @system, @target, @gauge, @measure, @title, @unit, @threshold, @began, @before, @worst, @over, @after)
            on conflict (number) do update set worst = excluded.worst, over_at = excluded.over_at, after = excluded.after
            """)
        {
            ["number"] = breach.Number,
            ["system"] = breach.Target.System,
            ["target"] = breach.Target.Name,
            ["gauge"] = breach.Gauge.ToString(),
            ["measure"] = breach.Gauge.Measure,
            ["title"] = breach.Title,
            ["unit"] = breach.Unit,
            ["threshold"] = breach.Limit,
            ["began"] = breach.BeganAt,
            ["before"] = breach.Before,
            ["worst"] = breach.Worst,
            ["over"] = breach.EndedAt ?? DateTimeOffset.MaxValue,
            ["after"] = breach.After,
        };

    private static WatchSample Sample(DbDataReader row) => Json.Read(row.GetString(0), StoreJson.Default.WatchSample);

    private static WatchBreach Breach(DbDataReader row) => new(
        row.GetInt32(0),
        new TargetRef(row.GetString(1), row.GetString(2)),
        Gauge.Read(row.GetString(3)),
        row.GetString(4),
        Enum.Parse<Unit>(row.GetString(5)),
        row.GetDouble(6),
        StoredText.Time(row.GetString(7)),
        Double(row, 8),
        row.GetDouble(9))
    {
        EndedAt = StoredText.Time(row.GetString(10)) is var over && over == DateTimeOffset.MaxValue ? null : over,
        After = Double(row, 11),
        Verdict = row.IsDBNull(12) ? null : new WatchVerdict(row.GetInt32(12) == 1, new PersonId(row.GetString(13)), StoredText.Time(row.GetString(14))),
    };

    private static double? Double(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
