using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>
/// A store that has been in use for a long time, written straight by its engine: to each incident a run, three entries and
/// three audit records. What is under way is as much at any size: the last twenty incidents and runs. Of all else a share
/// is found by each filter, most of it by some and little by others.
/// </summary>
internal static class ManyRows
{
    /// <summary>Entries that the first incident has beside its three.</summary>
    private const int LongTimeline = 2000;

    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ChannelRef Channel = new("slack", "T1", "C1");

    public static IncidentId WithLongTimeline { get; } = new(new Guid("019ab000-0000-7000-8000-000000000001"));

    public static DateTimeOffset OpenedAt(int number) => Start.AddMinutes(5 * number);

    public static async Task WriteAsync(IDatabase database, int incidents, CancellationToken ct)
    {
        var isPostgres = database.SchemaFolder == "Postgres";
        foreach (var sql in isPostgres ? Postgres(incidents) : Sqlite(incidents))
        {
            await database.WriteAsync(session => session.ExecuteAsync(Filled(sql), ct), ct);
        }

        // As PostgreSQL does by itself after a while; SQLite never does.
        if (isPostgres)
        {
            await database.ChangeAsync(session => session.ExecuteAsync(new("vacuum analyze"), ct), ct);
        }
    }

    private static Statement Filled(string sql)
    {
        var statement = new Statement(sql);
        foreach (var (name, template) in new[]
        {
            ("incident", Json.Of(Incident, StoreJson.Default.Incident)),
            ("entry", StoredEntry.Of(Entry)),
            ("run", Json.Of(Run, StoreJson.Default.Run)),
        })
        {
            if (sql.Contains($"@{name}", StringComparison.Ordinal))
            {
                statement[name] = template;
            }
        }

        return statement;
    }

    private static Incident Incident => new()
    {
        Id = WithLongTimeline,
        Number = 1,
        Title = "Redis",
        Severity = Severity.P0,
        State = IncidentState.Closed,
        Target = new("redis", "primary"),
        Channel = Channel,
        OpenedBy = new PersonId("ada"),
        OpenedAt = Start,
        UpdatedAt = Start,
        ResolvedAt = Start,
        ClosedAt = Start,
        Cause = "Redis ran out of memory: 512 of 512 MB, noeviction; rl:* holds 61 %",
        Runbook = new RunbookProgress("redis-recovery", "Redis recovery", new string('a', 64), 9, Start)
        {
            Services = [new("Publishing", "delayed"), new("Login", "slow")],
        },
        Version = 1,
    };

    private static TimelineEntry Entry => new(WithLongTimeline, 1, Start, new PersonId("ada"), new TimelineEvent.Said(TimelineKind.Note), "");

    private static Run Run => new()
    {
        Id = new RunId(WithLongTimeline.Value),
        Number = 1,
        Call = new ActionCall(new ActionId("redis.clear-cache"), "primary", new Dictionary<string, string> { ["pattern"] = "rl:*" }),
        Risk = Risk.Destructive,
        State = RunState.Succeeded,
        Plan = new ActionPlan("Would unlink about 1,204,000 keys, 312 MB."),
        PlanHash = new string('7', 64),
        ValidUntil = Start,
        RequestedBy = new PersonId("ada"),
        RequestedAt = Start,
        Channel = Channel,
        Version = 1,
    };

    private static IEnumerable<string> Postgres(int count)
    {
        static string At(string number) => $"to_char(timestamp '2020-01-01' + {number} * interval '5 minutes', 'YYYY-MM-DD\"T\"HH24:MI:SS\".0000000Z\"')";
        const string Id = "'019ab000-0000-7000-8000-' || lpad(to_hex(n), 12, '0')";
        return Any(
            string.Create(CultureInfo.InvariantCulture, $"generate_series(1, {count}) as n"),
            (template, members) => $"cast({template} as jsonb) || "
                + $"jsonb_build_object({string.Join(", ", members.Select(member => $"'{member.Name}', {member.Value}"))})",
            At,
            Id,
            "generate_series(1, 3) as k",
            string.Create(CultureInfo.InvariantCulture, $"generate_series(4, {LongTimeline + 3}) as k"),
            "jsonb_build_object",
            value => $"cast('{value}' as jsonb)",
            count);
    }

    private static IEnumerable<string> Sqlite(int count)
    {
        static string Series(string name, int from, int to) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"(with recursive s({name}) as (select {from} union all select {name} + 1 from s where {name} < {to}) select {name} from s)");

        return Any(
            Series("n", 1, count),
            (template, members) => $"json_set({template}, {string.Join(", ", members.Select(member => $"'$.{member.Name}', {member.Value}"))})",
            number => $"strftime('%Y-%m-%dT%H:%M:%S.0000000Z', '2020-01-01', ({number} * 5) || ' minutes')",
            "'019ab000-0000-7000-8000-' || printf('%012x', n)",
            Series("k", 1, 3),
            Series("k", 4, LongTimeline + 3),
            "json_object",
            value => $"json('{value}')",
            count);
    }

    private static IEnumerable<string> Any(
        string incidents,
        Func<string, (string Name, string Value)[], string> json,
        Func<string, string> atNumber,
        string id,
        string three,
        string many,
        string jsonObject,
        Func<string, string> jsonValue,
        int count)
    {
        var at = atNumber("n");
        var last = string.Create(CultureInfo.InvariantCulture, $"{count - 20}");
        var state = $"case when n <= {last} then 'Closed' when n % 3 = 0 then 'Mitigating' else 'Assessing' end";
        var severity = "case n % 10 when 0 then 'P0' when 1 then 'P1' when 2 then 'P1' else 'P2' end";
        var person = "case n % 100 when 0 then 'grace' when 1 then 'olga' else 'ada' end";
        var title = "'Redis is ' || case n % 50 when 0 then 'evicting keys' when 1 then 'read-only' else 'slow' end || ' on host ' || (n % 97)";
        var target = "case n % 20 when 0 then 'sessions' else 'primary' end";
        var isOpen = $"n > {last}";
        yield return $"""
            insert into incidents (id, number, version, channel, is_open, is_over, timeline_length, opened_at, body)
            select {id}, n, 1, 'slack:T1:C' || (n % 9), {isOpen}, not ({isOpen}), 3, {at}, {json("@incident", [
                ("id", id), ("number", "n"), ("title", title), ("severity", severity), ("state", state),
                ("target", $"{jsonObject}('system', 'redis', 'name', {target})"), ("openedBy", person), ("openedAt", at),
                ("kind", "case n % 50 when 7 then 'Drill' else 'Real' end"),
                ("isPrivate", $"case n % 100 when 13 then {jsonValue("true")} else {jsonValue("false")} end")])}
            from {incidents}
            """;
        yield return $"insert into incident_facets (facet, value, number) select 'Person', {person}, n from {incidents}";
        yield return "insert into incident_facets (facet, value, number) select 'Service', "
            + $"case n % 5 when 0 then 'publishing' else 'login' end, n from {incidents}";
        foreach (var (entries, of, entered) in new[] { (three, incidents, at), (many, "(select 1 as n) as first", atNumber("k")) })
        {
            yield return $"""
                insert into timeline (incident_id, sequence, kind, at, body)
                select {id}, k, case k % 500 when 5 then 'Escalated' else 'Note' end, {entered}, {json("@entry", [
                    ("incident", id), ("sequence", "k"), ("at", entered), ("by", "case k % 100 when 50 then 'grace' else 'ada' end"),
                    ("kind", "case k % 500 when 5 then 'Escalated' else 'Note' end"),
                    ("text", "case k % 100 when 20 then 'evicting' else 'looked' end || ' at key ' || k")])}
                from {of} cross join {entries}
                """;
        }

        var call = $"{jsonObject}('action', case n % 30 when 0 then 'redis.ping' else 'redis.clear-cache' end, 'target', {target}, "
            + $"'arguments', {jsonValue("{}")})";
        yield return $"""
            insert into runs (id, number, version, incident_id, target, state, holds_target, is_unsettled, cancel_requested, requested_at, body)
            select {id}, n, 1, {id}, {target}, case when {isOpen} then 'AwaitingApproval' else 'Succeeded' end, false, {isOpen}, false, {at}, {json("@run", [
                ("id", id), ("number", "n"), ("state", $"case when {isOpen} then 'AwaitingApproval' else 'Succeeded' end"),
                ("requestedBy", person), ("requestedAt", at), ("incident", id),
                ("call", call)])}
            from {incidents}
            """;
        yield return $$$"""
            insert into audit_entries (sequence, body, mac)
            select 3 * n + k, '{"at":"' || {{{at}}} || '","actor":"' || {{{person}}} || '","kind":"' || case k when 1 then 'Intended' when 2
              then case n % 40 when 0 then 'Approved' else 'Finished' end else 'Checked' end
              || '","subject":"R-' || n || '","detail":{}}', '7c1e'
            from {{{incidents}}} cross join {{{three}}}
            """;
    }
}
