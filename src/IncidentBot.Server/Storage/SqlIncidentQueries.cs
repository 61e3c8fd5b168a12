using IncidentBot.Incidents;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Storage;

/// <summary>What is asked about incidents and their timelines, as SQL.</summary>
internal static class SqlIncidentQueries
{
    private const string Facets = "incident_facets join incidents on incidents.number = incident_facets.number";

    public static Keyset Of(IncidentQuery query, WordSearch search)
    {
        var words = SearchText.WordsOf(query.Text);
        var (person, service) = (query.Person?.Value, SqlIncidents.StoredService(query.Service));
        return Begin(query, search, words.Count > 0 ? search.Typed(words) : null)
            .Where("incidents.state = @state", "state", query.State)
            .Where("incidents.severity = @severity", "severity", query.Severity)
            .Where("incidents.kind = @kind", "kind", query.Kind)
            .Where("incidents.target = @target", "target", query.Target)
            .Where(HasFacet("Person", "person"), "person", person)
            .Where(HasFacet("Service", "service"), "service", service)
            .Where(
                $"(not incidents.is_private or {HasFacet("Person", "reader")})",
                "reader",
                query.Reader.OnlyWith?.Value);
    }

    public static Keyset Of(TimelineQuery query, WordSearch search)
    {
        var words = SearchText.WordsOf(query.Text);
        return new Keyset("body", "timeline", "sequence", time: null, query.NewestFirst)
            .Where("incident_id = @incident", "incident", query.Incident.Value)
            .Where("kind = @kind", "kind", query.Kind)
            .Where("person = @person", "person", query.Person?.Value)
            .Where("at >= @from", "from", query.From)
            .Where("at < @until", "until", query.Until)
            .Where(search.InEntry, "words", words.Count > 0 ? search.Typed(words) : null);
    }

    /// <summary>Begins with the table that finds least and has the order; the other filters only look at what it found.</summary>
    /// <param name="words">As the engine takes them; null for none.</param>
    private static Keyset Begin(IncidentQuery query, WordSearch search, string? words)
    {
        const string Body = "incidents.body";
        const string From = "incidents.opened_at >= @from";
        const string Until = "incidents.opened_at < @until";
        var keyset = query switch
        {
            { IsByTime: true } => new Keyset(Body, "incidents", "incidents.number", "incidents.opened_at", newestFirst: true).Within(query.From, query.Until),
            _ when words is not null => GivenWithin(query, search).Where(search.InIncident, "words", words),
            { Person: not null } => Facet("@person", "Person"),
            { Service: not null } => Facet("@service", "Service"),
            _ => new Keyset(Body, "incidents", "incidents.number", time: null, newestFirst: true),
        };
        return query.OpenOnly ? keyset.Where("incidents.is_open") : keyset;

        // Only the numbers that were given in the span are looked at. In the order of time, all that has the words would be read first.
        static Keyset GivenWithin(IncidentQuery query, WordSearch search)
        {
            var keyset = new Keyset(Body, search.Incidents, search.Number, time: null, newestFirst: true);
            var span = (query.From, query.Until) switch
            {
                (not null, not null) => $"{From} and {Until}",
                (not null, null) => From,
                (null, not null) => Until,
                _ => null,
            };
            return span is null ? keyset : keyset
                .Where($"{search.Number} >= (select min(number) from incidents where {span})")
                .Where($"{search.Number} <= (select max(number) from incidents where {span})")
                .Where(From, "from", query.From)
                .Where(Until, "until", query.Until);
        }

        static Keyset Facet(string value, string facet) =>
            new Keyset(Body, Facets, "incident_facets.number", time: null, newestFirst: true)
                .Where($"incident_facets.facet = '{facet}' and incident_facets.value = {value}");
    }

    private static string HasFacet(string facet, string value) =>
        $"exists (select 1 from incident_facets as {value}s where {value}s.facet = '{facet}' and {value}s.value = @{value} and "
            + $"{value}s.number = incidents.number)";
}
