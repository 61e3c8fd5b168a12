using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Server.Tests.Storage;

/// <summary>Every filter of every query of a list, alone, as somebody without a part in private incidents asks it.</summary>
internal static class ListQueries
{
    private static readonly Reader Eve = Reader.Of(new Person(new PersonId("eve"), "Eve", Permissions.Observe, Listed: true));
    private static readonly Cursor Number = new(500);
    private static readonly Cursor Time = new(500, ManyRows.OpenedAt(500));

    public static IEnumerable<(string Name, Keyset Keyset, Cursor Later)> All(WordSearch words)
    {
        var incidents = new IncidentQuery(Eve);
        var inTime = incidents with { From = ManyRows.OpenedAt(100), Until = ManyRows.OpenedAt(900) };
        (string, IncidentQuery)[] ofIncidents =
        [
            ("all incidents", incidents),
            ("open incidents", incidents with { OpenOnly = true }),
            ("incidents by state", incidents with { State = IncidentState.Mitigating }),
            ("incidents by severity", incidents with { Severity = Severity.P2 }),
            ("incidents by kind", incidents with { Kind = IncidentKind.Drill }),
            ("incidents by target", incidents with { Target = "sessions" }),
            ("incidents by service", incidents with { Service = "publishing" }),
            ("incidents by person", incidents with { Person = new PersonId("grace") }),
            ("incidents by time", inTime),
            ("incidents by text", incidents with { Text = "evict" }),
            ("incidents by text and time", inTime with { Text = "evict" }),
            ("incidents by state and time", inTime with { State = IncidentState.Closed }),
            ("incidents by severity and time", inTime with { Severity = Severity.P0 }),
            ("incidents by kind and time", inTime with { Kind = IncidentKind.Drill }),
            ("incidents by target and time", inTime with { Target = "sessions" }),
        ];
        foreach (var (name, query) in ofIncidents)
        {
            yield return (name, SqlIncidentQueries.Of(query, words), query.IsByTime ? Time : Number);
        }

        var runs = new RunQuery(Eve);
        (string, RunQuery)[] ofRuns =
        [
            ("all runs", runs),
            ("unsettled runs", runs with { UnsettledOnly = true }),
            ("runs by state", runs with { State = RunState.AwaitingApproval }),
            ("runs by action", runs with { Action = new ActionId("redis.ping") }),
            ("runs by target", runs with { Target = "sessions" }),
            ("runs by person", runs with { RequestedBy = new PersonId("grace") }),
            ("runs by time", runs with { From = ManyRows.OpenedAt(100), Until = ManyRows.OpenedAt(900) }),
        ];
        foreach (var (name, query) in ofRuns)
        {
            yield return (name, SqlRuns.Of(query), query.IsByTime ? Time : Number);
        }

        var audit = new AuditQuery { NewestFirst = true };
        (string, AuditQuery)[] ofAudit =
        [
            ("the audit", audit),
            ("audit by kind", audit with { Kind = AuditKind.Approved }),
            ("audit by person", audit with { Person = new PersonId("grace") }),
            ("audit by subject", audit with { Subject = "R-12" }),
            ("audit by time", audit with { From = ManyRows.OpenedAt(100), Until = ManyRows.OpenedAt(900) }),
        ];
        foreach (var (name, query) in ofAudit)
        {
            yield return (name, SqlAudit.Of(query), query.IsByTime ? Time : Number);
        }

        var timeline = new TimelineQuery(ManyRows.WithLongTimeline) { NewestFirst = true };
        (string, TimelineQuery)[] ofTimeline =
        [
            ("a timeline", timeline),
            ("a timeline by kind", timeline with { Kind = TimelineKind.Escalated }),
            ("a timeline by person", timeline with { Person = new PersonId("grace") }),
            ("a timeline by time", timeline with { From = ManyRows.OpenedAt(100), Until = ManyRows.OpenedAt(900) }),
            ("a timeline by text", timeline with { Text = "evict" }),
        ];
        foreach (var (name, query) in ofTimeline)
        {
            yield return (name, SqlIncidentQueries.Of(query, words), Number);
        }
    }
}
