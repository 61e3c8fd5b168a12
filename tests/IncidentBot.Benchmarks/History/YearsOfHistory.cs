using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Benchmarks.History;

/// <summary>
/// Three years of incidents, written straight by the engine: opened at even distances up to now, each with twenty entries, a run, its
/// milestones and an audit record. The newest twenty are open; one of a hundred is private. What is written is what the product would
/// write of one incident, with another number, title and time.
/// </summary>
internal sealed class YearsOfHistory(int incidents, DateTimeOffset now)
{
    /// <summary>Stands in six titles, however many incidents there are.</summary>
    public const string RareWord = "quorum";

    public const int Entries = 20;

    private const int Open = 20;
    private const int Rare = 6;
    private const int RunNumber = 424242;
    private const string Title = "The title of it";
    private static readonly TimeSpan Years = TimeSpan.FromDays(3 * 365);
    private static readonly DateTimeOffset Start = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly IncidentId Id = new(new Guid("11111111-1111-7111-8111-111111111111"));
    private static readonly PersonId Olga = new("olga");

    public int Incidents => incidents;

    public DateTimeOffset OpenedAt(int number) => now - Years + number * (Years / (incidents + 1));

    /// <summary>The newest one whose title has the rare word.</summary>
    public int NewestRare => incidents / Rare * Rare + 1;

    public async Task WriteAsync(IDatabase database, AuditChain chain, CancellationToken ct)
    {
        var isPostgres = database.SchemaFolder == "Postgres";
        foreach (var sql in Statements(isPostgres))
        {
            await database.WriteAsync(session => session.ExecuteAsync(sql, ct), ct);
        }

        var head = chain.Seal(incidents, new string('7', 64));
        await database.WriteAsync(
            session => session.ExecuteAsync(
                new("update audit_head set sequence = @sequence, mac = @mac, seal = @seal")
                {
                    ["sequence"] = head.Sequence,
                    ["mac"] = head.Mac,
                    ["seal"] = head.Seal,
                },
                ct),
            ct);

        // As PostgreSQL does by itself after a while; SQLite never does.
        if (isPostgres)
        {
            await database.ChangeAsync(session => session.ExecuteAsync(new("vacuum analyze"), ct), ct);
        }
    }

    private IEnumerable<Statement> Statements(bool isPostgres)
    {
        var numbers = isPostgres
            ? "generate_series(@from, @to) as s(n)"
            : "(with recursive s(n) as (select @from union all select n + 1 from s where n < @to) select n from s) as s";
        const string IdOf = "'019ab000-0000-7000-8000-' || ";
        var id = IdOf + (isPostgres ? "lpad(to_hex(n), 12, '0')" : "printf('%012x', n)");
        var (first, step) = (OpenedAt(0), (OpenedAt(1) - OpenedAt(0)).TotalSeconds);
        string At(string minutes)
        {
            var seconds = string.Create(CultureInfo.InvariantCulture, $"(n * {step:0.000} + 60 * {minutes})");
            var from = first.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            return isPostgres
                ? $"to_char(timestamp '{from}' + {seconds} * interval '1 second', 'YYYY-MM-DD\"T\"HH24:MI:SS\".0000000Z\"')"
                : $"strftime('%Y-%m-%dT%H:%M:%S.0000000Z', '{from}', {seconds} || ' seconds')";
        }

        string Body(string template) => isPostgres ? $"cast({template} as jsonb)" : template;
        var title = $"case when n % {incidents / Rare} = 1 and n > 1 then 'Redis has lost its {RareWord} on host ' || (n % 97) "
            + "when n % 50 = 0 then 'Redis is evicting keys on host ' || (n % 97) else 'Redis is slow on host ' || (n % 97) end";
        foreach (var (template, isOpen, from, to) in new[] { (Closed, false, 1, incidents - Open), (Active, true, incidents - Open + 1, incidents) })
        {
            var json = new Template("@body", Json.Of(template, StoreJson.Default.Incident).Text)
                .With($"{Id.Value}", id)
                .With(Title, title)
                .With($"\"number\":{RunNumber}", "'\"number\":' || n")
                .With("\"severity\":\"P0\"", "'\"severity\":\"' || case n % 10 when 0 then 'P0' when 1 then 'P1' when 2 then 'P1' else 'P2' end || '\"'")
                .With("\"isPrivate\":false", "'\"isPrivate\":' || case n % 100 when 13 then 'true' else 'false' end")
                .With("\"C424242\"", "'\"C' || n || '\"'");
            foreach (var minute in new[] { 0, 2, 20, 40, 60 })
            {
                json = json.WithAny(Text(Start.AddMinutes(minute)), At($"{minute}"));
            }

            yield return new($"""
                insert into incidents (id, number, version, channel, is_open, is_over, timeline_length, opened_at, body)
                select {id}, n, 21, 'slack:T0ACME:C' || n, @open, not @open, {Entries}, {At("0")}, {Body(json.Sql)} from {numbers}
                """)
            {
                ["from"] = from,
                ["to"] = to,
                ["open"] = isOpen,
                ["body"] = json.Text,
            };
        }

        foreach (var (facet, value) in new[] { ("Person", "case n % 100 when 0 then 'grace' else 'olga' end"), ("Service", "'publishing'") })
        {
            yield return Of($"insert into incident_facets (facet, value, number) select '{facet}', {value}, n from {numbers}");
        }

        // All of one incident at a time, as they come to be: so pages of the disk are filled in the order of the key.
        var entries = Timeline().Select((what, n) => TimelineEntry.Of(Id, Start, n % 3 == 0 ? Olga : null, what) with { Sequence = n + 1 }).ToList();
        var values = string.Join(", ", entries.Select((entry, n) => $"({n + 1}, '{entry.Kind}', @entry{n + 1})"));
        var entryJson = new Template("t.body", entries.Select(entry => StoredEntry.Of(entry).Text).First())
            .With($"{Id.Value}", id).With(Text(Start), At("3 * t.k"));
        var timeline = Of($"""
            insert into timeline (incident_id, sequence, kind, at, body)
            select {id}, t.k, t.kind, {At("3 * t.k")}, {Body(entryJson.Sql)}
            from {numbers} cross join (select column1 as k, column2 as kind, column3 as body from (values {values}) as v) as t order by n, t.k
            """);
        foreach (var (n, entry) in entries.Index())
        {
            timeline[$"entry{n + 1}"] = StoredEntry.Of(entry).Text;
        }

        yield return timeline;
        var run = new Template("@body", Json.Of(Run, StoreJson.Default.Run).Text)
            .With("22222222-2222-7222-8222-222222222222", id).With($"{Id.Value}", id)
            .With($"\"number\":{RunNumber}", "'\"number\":' || n").WithAny(Text(Start), At("12"));
        var runs = Of($"""
            insert into runs (id, number, version, incident_id, target, state, holds_target, is_unsettled, cancel_requested, requested_at, body)
            select {id}, n, 1, {id}, 'primary', 'Succeeded', false, false, false, {At("12")}, {Body(run.Sql)} from {numbers}
            """);
        runs["body"] = run.Text;
        yield return runs;
        yield return Of($$$"""
            insert into audit_entries (sequence, body, mac)
            select n, '{"at":"' || {{{At("1")}}} || '","actor":"olga","kind":"Finished","subject":"R-' || n || '","detail":{}}', '7c1e' from {{{numbers}}}
            """);

        Statement Of(string sql) => new(sql) { ["from"] = 1, ["to"] = incidents };
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static Incident Active => new()
    {
        Id = Id,
        Number = RunNumber,
        Title = Title,
        Severity = Severity.P0,
        State = IncidentState.Mitigating,
        Target = new("redis", "primary"),
        Channel = new ChannelRef("slack", "T0ACME", "C424242"),
        OpenedBy = Olga,
        OpenedAt = Start,
        AcknowledgedBy = Olga,
        AcknowledgedAt = Start.AddMinutes(2),
        UpdatedAt = Start.AddMinutes(20),
        Cause = "Redis ran out of memory: 512 of 512 MB, noeviction; rl:* holds 61 %",
        CauseAt = Start.AddMinutes(2),
        Milestones = new Milestones(Start) { AcknowledgedAt = Start.AddMinutes(2) },
        Version = 21,
    };

    private static Incident Closed => Active with
    {
        State = IncidentState.Closed,
        UpdatedAt = Start.AddMinutes(60),
        MitigatedAt = Start.AddMinutes(20),
        ResolvedAt = Start.AddMinutes(40),
        ClosedAt = Start.AddMinutes(60),
        Milestones = new Milestones(Start)
        {
            AcknowledgedAt = Start.AddMinutes(2),
            MitigatedAt = Start.AddMinutes(20),
            ResolvedAt = Start.AddMinutes(40),
            Affected = [new AffectedSpan(Start, Start.AddMinutes(20))],
        },
    };

    private static Run Run => new()
    {
        Id = new RunId(new Guid("22222222-2222-7222-8222-222222222222")),
        Number = RunNumber,
        Call = new ActionCall(new ActionId("redis.clear-cache"), "primary", new Dictionary<string, string> { ["pattern"] = "rl:*" }),
        Incident = Id,
        Risk = Risk.Destructive,
        State = RunState.Succeeded,
        Plan = new ActionPlan("Would unlink about 1,204,000 keys, 312 MB."),
        PlanHash = new string('7', 64),
        ValidUntil = Start,
        RequestedBy = Olga,
        RequestedAt = Start,
        Channel = new ChannelRef("slack", "T0ACME", "C0INC"),
        Version = 1,
    };

    private static IEnumerable<TimelineEvent> Timeline()
    {
        const string Ping = "/redis memory on primary";
        yield return new TimelineEvent.Opened(Severity.P1, "Redis is slow", "primary");
        yield return new TimelineEvent.Acknowledged();
        yield return new TimelineEvent.Moved(IncidentState.Declared, IncidentState.Assessing, "");
        yield return new TimelineEvent.Found(FoundBy.Assessment, Ping, "512 of 512 MB used, noeviction", Healthy: false);
        yield return new TimelineEvent.CauseStated("Redis ran out of memory");
        yield return new TimelineEvent.Moved(IncidentState.Assessing, IncidentState.Mitigating, "");
        for (var note = 1; note <= 10; note++)
        {
            yield return new TimelineEvent.Noted($"What was seen of the workers at look {note}: they wait for an answer, and some have given up");
        }

        yield return new TimelineEvent.Found(FoundBy.Person, Ping, "200 of 512 MB used", Healthy: true);
        yield return new TimelineEvent.Moved(IncidentState.Mitigating, IncidentState.Verifying, "");
        yield return new TimelineEvent.Moved(IncidentState.Verifying, IncidentState.Resolved, "");
        yield return new TimelineEvent.Moved(IncidentState.Resolved, IncidentState.Closed, "");
    }

    /// <summary>What the product writes, and SQL that puts other values into it.</summary>
    private sealed record Template(string Sql, string Text)
    {
        public Template With(string text, string value) => Text.Contains(text, StringComparison.Ordinal)
            ? WithAny(text, value)
            : throw new BenchmarkException($"There is no {text} in {Text}.");

        /// <summary>Also where it is not in it.</summary>
        public Template WithAny(string text, string value) => this with { Sql = $"replace({Sql}, '{text}', {value})" };
    }
}
