using System.Globalization;
using IncidentBot.Dashboard.Pages;
using IncidentBot.Incidents;
using IncidentBot.Markup;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Dashboard;

/// <summary>The incidents that are open, or those that fit the filters in the address, page by page.</summary>
internal sealed class ShowIncidents(IIncidentStore incidents, IChannelLog log, ComponentMarkup markup)
{
    public const int Shown = 50;

    public async Task<IResult> GetAsync(Visitor visitor, IQueryCollection asked, CancellationToken ct)
    {
        var filters = IncidentSearch.Read(asked);
        var query = filters.Query(visitor.Person) with { Limit = Shown };
        var page = await incidents.ListAsync(query, ct);
        return await markup.PageAsync<IncidentsPage>(new()
        {
            [nameof(IncidentsPage.Visitor)] = visitor,
            [nameof(IncidentsPage.Search)] = filters,
            [nameof(IncidentsPage.Found)] = page,
            [nameof(IncidentsPage.Count)] = await incidents.CountAsync(query, ct),
            [nameof(IncidentsPage.Said)] = await log.ReadAsync(visitor.Answers(null), visitor.Person.Id, afterRevision: 0, ShowIncident.AnswersShown, ct),
        });
    }
}

/// <summary>What somebody looks for, as it stands in the address. What cannot be read is said, and looked for by nobody.</summary>
public sealed record IncidentSearch
{
    /// <summary>Also those that are over.</summary>
    public bool All { get; private init; }
    public string Text { get; private init; } = "";
    public Severity? Severity { get; private init; }
    public IncidentState? State { get; private init; }
    public IncidentKind? Kind { get; private init; }
    public string Target { get; private init; } = "";
    public string Service { get; private init; } = "";
    public DateOnly? From { get; private init; }
    public DateOnly? Until { get; private init; }
    public Cursor? After { get; private init; }
    public IReadOnlyList<string> Faults { get; private init; } = [];

    public bool IsFiltered => this is not { Text: "", Severity: null, State: null, Kind: null, Target: "", Service: "", From: null, Until: null };

    public static IncidentSearch Read(IQueryCollection query)
    {
        var asked = new AskedFilters(query);
        return new IncidentSearch
        {
            All = asked.Is("all", "yes"),
            Text = asked.Text("q"),
            Severity = asked.One<Severity>("severity"),
            State = asked.One<IncidentState>("state"),
            Kind = asked.One<IncidentKind>("kind"),
            Target = asked.Text("target"),
            Service = asked.Text("service"),
            From = asked.Day("from"),
            Until = asked.Day("until"),
            After = asked.After(),
            Faults = asked.Faults,
        };
    }

    public IncidentQuery Query(People.Person reader) => new(Reader.Of(reader))
    {
        OpenOnly = !All && State is null,
        Text = SearchText.WordsOf(Text).Count > 0 ? Text : null,
        Severity = Severity,
        State = State,
        Kind = Kind,
        Target = Target.Length > 0 ? Target : null,
        Service = Service.Length > 0 ? Service : null,
        From = From is { } from ? new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero) : null,
        Until = Until is { } until ? new DateTimeOffset(until.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : null,
        After = After,
    };

    /// <summary>The address of this search, on the page that begins there.</summary>
    public string At(Cursor? after) => AskedFilters.Address(
        DashboardPages.Incidents,
        ("all", All ? "yes" : null), ("q", Text), ("severity", $"{Severity}"), ("state", $"{State}"), ("kind", $"{Kind}"),
        ("target", Target), ("service", Service), ("from", Of(From)), ("until", Of(Until)), ("after", after?.ToString()));

    /// <summary>A day as a field of a form has it.</summary>
    public static string? Of(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
