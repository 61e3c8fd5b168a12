using System.Runtime.CompilerServices;
using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Timeline;

namespace IncidentBot.Storage.Queries;

/// <summary>Everything that a query finds, page after page, so that however much it is nothing is left out.</summary>
public static class WholeAnswers
{
    private const int PageSize = 500;

    public static IAsyncEnumerable<TimelineEntry> AllAsync(this IIncidentStore incidents, TimelineQuery query, CancellationToken ct) =>
        AllAsync(after => incidents.TimelineAsync(query with { After = after ?? query.After, Limit = PageSize }, ct), ct);

    public static IAsyncEnumerable<Incident> AllAsync(this IIncidentStore incidents, IncidentQuery query, CancellationToken ct) =>
        AllAsync(after => incidents.ListAsync(query with { After = after ?? query.After, Limit = PageSize }, ct), ct);

    public static IAsyncEnumerable<Run> AllAsync(this IRunStore runs, RunQuery query, CancellationToken ct) =>
        AllAsync(after => runs.ListAsync(query with { After = after ?? query.After, Limit = PageSize }, ct), ct);

    public static IAsyncEnumerable<AuditRecord> AllAsync(this IAuditStore audit, AuditQuery query, CancellationToken ct) =>
        AllAsync(after => audit.ListAsync(query with { After = after ?? query.After, Limit = PageSize }, ct), ct);

    private static async IAsyncEnumerable<T> AllAsync<T>(Func<Cursor?, Task<Page<T>>> read, [EnumeratorCancellation] CancellationToken ct)
    {
        Cursor? after = null;
        do
        {
            ct.ThrowIfCancellationRequested();
            var page = await read(after);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
        }
        while (after is not null);
    }
}
