using System.Globalization;
using IncidentBot.Dashboard.Pages;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Markup;
using IncidentBot.Reporting;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Dashboard;

/// <summary>All of one incident: its card, what was measured, its runs, what happened, its alerts and tasks.</summary>
internal sealed class ShowIncident(
    Lookup lookup, IIncidentStore incidents, IRunStore runs, IAlertStore alerts, IChannelLog log, IncidentCards cards, MeasuredTargets measured,
    ComponentMarkup markup)
{
    public const int AnswersShown = 20;
    public const int EntriesShown = 100;
    public const int AlertsShown = 50;
    private const int StepsMarked = 50;

    /// <returns>Null where there is none of that number that the reader may see.</returns>
    public async Task<IResult?> GetAsync(Visitor visitor, int number, IQueryCollection asked, CancellationToken ct)
    {
        if (await lookup.IncidentAsync(visitor.Person, number, ct) is not { } incident)
        {
            return null;
        }

        var filters = TimelineSearch.Read(asked);
        var entries = await incidents.CorrectedAsync(filters.Query(incident.Id) with { Limit = EntriesShown }, ct);
        return await markup.PageAsync<IncidentPage>(new()
        {
            [nameof(IncidentPage.Visitor)] = visitor,
            [nameof(IncidentPage.Incident)] = incident,
            [nameof(IncidentPage.Card)] = await cards.DrawAsync(incident, ct),
            [nameof(IncidentPage.Runs)] = await runs.OfIncidentAsync(incident.Id, ct),
            [nameof(IncidentPage.Alerts)] = incident.Alerts is null ? [] : await alerts.OfIncidentAsync(incident.Id, AlertsShown, ct),
            [nameof(IncidentPage.Search)] = filters,
            [nameof(IncidentPage.Entries)] = entries,
            [nameof(IncidentPage.Measured)] = await measured.OfIncidentAsync(incident, await StepsAsync(incident, ct), ct),
            [nameof(IncidentPage.Said)] = await log.ReadAsync(visitor.Answers(number), visitor.Person.Id, afterRevision: 0, AnswersShown, ct),
        });
    }

    /// <summary>Its changes of state, as a chart marks them.</summary>
    private async Task<IReadOnlyList<ReadingMark>> StepsAsync(Incident incident, CancellationToken ct)
    {
        var steps = await incidents.CorrectedAsync(new TimelineQuery(incident.Id) { Kind = TimelineKind.Transition, Limit = StepsMarked }, ct);
        return [.. steps.Items.Where(entry => entry.To is not null).Select(SummaryDesk.Mark)];
    }
}

/// <summary>Which entries of a timeline somebody wants to see, as it stands in the address.</summary>
public sealed record TimelineSearch
{
    public string Text { get; private init; } = "";
    public TimelineKind? Kind { get; private init; }
    public bool OldestFirst { get; private init; }
    public Cursor? After { get; private init; }
    public IReadOnlyList<string> Faults { get; private init; } = [];

    public static TimelineSearch Read(IQueryCollection query)
    {
        var asked = new AskedFilters(query);
        return new TimelineSearch
        {
            Text = asked.Text("q"),
            Kind = asked.One<TimelineKind>("kind"),
            OldestFirst = asked.Is("order", "oldest"),
            After = asked.After(),
            Faults = asked.Faults,
        };
    }

    public TimelineQuery Query(IncidentId incident) => new(incident)
    {
        Kind = Kind,
        Text = SearchText.WordsOf(Text).Count > 0 ? Text : null,
        NewestFirst = !OldestFirst,
        After = After,
    };

    /// <summary>The address of the incident's page with this search, where it goes on.</summary>
    public string At(int number, Cursor? after) => AskedFilters.Address(
        string.Create(CultureInfo.InvariantCulture, $"{DashboardPages.Incidents}/INC-{number}"),
        ("q", Text), ("kind", $"{Kind}"), ("order", OldestFirst ? "oldest" : null), ("after", after?.ToString()));
}
