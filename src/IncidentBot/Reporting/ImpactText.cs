using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting;

/// <summary>Who feels it: what people have said first, and as a suspicion what the runbook says of the others.</summary>
internal static class ImpactText
{
    private const int MostMeasured = 3;

    /// <summary>When service was gone, as far as anybody has said; else when the incident was opened.</summary>
    public static DateTimeOffset Began(Incident incident) =>
        incident.Impacts.Where(impact => !impact.IsStruck).Min(impact => impact.From) ?? incident.OpenedAt;

    /// <summary><c>checkout: 340 orders, since 16:20 (Ada says so)</c>.</summary>
    public static string Of(Impact impact, PeopleDirectory people) =>
        $"{impact.Service}: {impact.What}{EventText.Span(impact.From, impact.Until)}{(impact.By is { } by ? $" ({people.NameOf(by)} says so)" : "")}";

    public static IReadOnlyList<Impact> Confirmed(Incident incident) => [.. incident.Impacts.Where(impact => !impact.IsStruck)];

    /// <summary>Those of the runbook that nobody has spoken of.</summary>
    public static IReadOnlyList<AffectedService> Suspected(Incident incident) => incident.Runbook is not { } runbook ? []
        : [.. runbook.Services.Where(service => !incident.Impacts.Any(impact => Impacts.IsOf(service.Name, impact)))];

    /// <summary>For a card, which shows how it is now.</summary>
    public static IEnumerable<CardField> Fields(Incident incident, PeopleDirectory people, DateTimeOffset now)
    {
        if (incident.State is IncidentState.Cancelled)
        {
            yield break;
        }

        var isOver = incident.MitigatedAt is not null;
        if (Confirmed(incident) is { Count: > 0 } confirmed)
        {
            yield return new CardField(isOver ? "Was affected" : "Affected", string.Join(" · ", confirmed.Select(impact => Of(impact, people))));
        }

        if (Suspected(incident) is { Count: > 0 } suspected)
        {
            var length = (incident.MitigatedAt ?? incident.ResolvedAt ?? incident.ClosedAt ?? now) - Began(incident);
            yield return new CardField(isOver ? "May have been affected" : "May be affected", ServiceText.All(suspected, length));
        }
    }

    /// <summary>What is noticed, for the record of an update: never empty, because that nothing is known is worth knowing.</summary>
    /// <param name="results">As the checks stand; what those have measured that fail is named.</param>
    public static string Sentence(Incident incident, IReadOnlyList<CheckResult> results, PeopleDirectory people)
    {
        var confirmed = string.Join("; ", Confirmed(incident).Select(impact => Of(impact, people)));
        var measured = results.Where(check => !check.Passed).SelectMany(check => check.Readings).Take(MostMeasured)
            .Select(reading => $"{reading.Name} {reading.Figure()}")
            .ToList();
        return string.Join("; ", new[]
        {
            confirmed.Length == 0 ? "no impact is known"
                : incident.MitigatedAt is { } back ? $"over since {Moment.Of(back)} as far as the checks know; it was {confirmed}"
                : confirmed,
            Suspected(incident) is { Count: > 0 } suspected
                ? $"the runbook expects it of {string.Join(", ", suspected.Select(service => service.Name))}, which nobody has confirmed"
                : "",
            measured.Count > 0 ? $"measured where checks fail: {string.Join(", ", measured)}" : "",
        }.Where(part => part.Length > 0)).TrimEnd('.');
    }

    /// <summary>For whoever comes late: one sentence each.</summary>
    public static IEnumerable<string> Sentences(Incident incident, PeopleDirectory people)
    {
        var confirmed = Confirmed(incident);
        if (confirmed.Count > 0)
        {
            yield return $"Affected: {string.Join("; ", confirmed.Select(impact => Of(impact, people)))}.";
        }

        if (Suspected(incident) is { Count: > 0 } suspected)
        {
            yield return $"May be affected, as the runbook says, and nobody has confirmed it: {string.Join(", ", suspected.Select(service => service.Name))}.";
        }

        if (confirmed.Count == 0)
        {
            yield return $"Nobody has said yet what people notice: /incident impact {incident.Label} <service> <what, since when>.";
        }
    }
}
