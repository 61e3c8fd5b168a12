using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    private const int LongestService = 60;

    /// <summary>Says what is noticed of a service. What was said of it before stays in the timeline.</summary>
    /// <param name="noticed">May be empty where only a time is added to what was said.</param>
    internal Task<Answer> ImpactAsync(
        Request request, int? number, string service, string? noticed, ClockTime? from, ClockTime? until, CancellationToken ct) =>
        ChangeAsync(request, number, incident =>
    {
        var (name, before) = ServiceOf(incident, service);
        var now = time.GetUtcNow();
        var known = before is { IsStruck: false } ? before : null;
        var what = Clean(noticed) is { Length: > 0 } said ? said : known?.What;
        var began = (from is { IsShift: true } ? from.Near(now, now) : from?.Near(incident.OpenedAt, now)) ?? known?.From;
        var ended = until?.Near(now, now) ?? (from is null ? known?.Until : null);
        return what is null ? decisions.Refuse(
                request,
                incident.Label,
                "What people notice is empty.",
                $"Type /incident impact {incident.Label} {Quoted(name)} <what people notice> from <time>, or … none <why not>.")
            : WhyNotThen(incident, began, ended, now) is { } rule
                ? decisions.Refuse(request, incident.Label, rule, $"A time is written {ClockTime.Examples}.")
            : Stated(request, incident, before, new TimelineEvent.ImpactStated(name, what, began, ended));
    }, ct);

    /// <summary>Somebody has looked, and nothing is noticed of that service.</summary>
    public Task<Answer> NoImpactAsync(Request request, int? number, string service, string? reason, CancellationToken ct) => ChangeAsync(
        request, number, incident =>
    {
        var (name, before) = ServiceOf(incident, service);
        return Clean(reason) is { Length: > 0 } why
            ? Stated(request, incident, before, new TimelineEvent.ImpactStruck(name, why))
            : decisions.Refuse(
                request,
                incident.Label,
                $"That {name} is not affected takes a reason; it goes on the record.",
                $"Type /incident impact {incident.Label} {Quoted(name)} none <how you know>.");
    }, ct);

    /// <summary>Says when people began to notice something, of the whole of it. The last word counts.</summary>
    internal Task<Answer> ImpactBeganAsync(Request request, int? number, ClockTime typed, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        var now = time.GetUtcNow();
        var at = typed.IsShift ? typed.Near(now, now) : typed.Near(incident.OpenedAt, now);
        if (WhyNotThen(incident, at, null, now) is { } rule)
        {
            return decisions.Refuse(request, incident.Label, $"Understood as {InFull(at)}. {rule}", $"A time is written {ClockTime.Examples}.");
        }

        var what = new TimelineEvent.ImpactBegan(at);
        var written = changes.Of(incident, request.By.Id, what);
        written = written with { Schedule = [.. written.Schedule, .. IncidentChanges.Summary(incident, now)] };
        return Answered(
            Announced(written, incident, new Card($"{incident.Label}: {request.By.Name} {EventText.Of(what)}")),
            request,
            "It is on the record as you say",
            $"Understood as {InFull(at)}. How long it took is counted from then; say it again to correct it.");
    }, ct);

    private Changes Stated(Request request, Incident incident, Impact? before, TimelineEvent what)
    {
        var now = time.GetUtcNow();
        var entry = TimelineEntry.Of(incident.Id, now, request.By.Id, what);
        var written = changes.Of(incident with { Impacts = Impacts.After(incident.Impacts, entry) }, request.By.Id, what);
        written = written with { Schedule = [.. written.Schedule, .. IncidentChanges.Summary(incident, now)] };
        return Answered(
            Announced(written, incident, new Card($"{incident.Label}: {request.By.Name} {EventText.Of(what)}")),
            request,
            "It is on the record as you say",
            [.. before is null ? Array.Empty<string>() : [$"Until now: {before.What}"]]);
    }

    /// <summary>As the runbook, or whoever spoke of it first, writes its name.</summary>
    private (string Name, Impact? Before) ServiceOf(Incident incident, string service)
    {
        var typed = Clean(service) is { Length: > LongestService } cleaned ? cleaned[..LongestService] : Clean(service) ?? service;
        var before = incident.Impacts.FirstOrDefault(impact => Impacts.IsOf(typed, impact));
        return (before?.Service ?? incident.Services.FirstOrDefault(name => name.Equals(typed, StringComparison.OrdinalIgnoreCase)) ?? typed, before);
    }

    private static string? WhyNotThen(Incident incident, DateTimeOffset? from, DateTimeOffset? until, DateTimeOffset now) =>
        from > now ? $"{Moment.Of(from.Value)} has not come yet."
        : until > now ? $"{Moment.Of(until.Value)} has not come yet; leave out the end while it goes on."
        : until <= from ? $"It cannot have ended at {Moment.Of(until.Value)} and begun at {Moment.Of(from.Value)}."
        : from >= (incident.MitigatedAt ?? incident.Standing?.WellSince)
            ? $"All checks pass since {Moment.Of((incident.MitigatedAt ?? incident.Standing?.WellSince)!.Value)}; it cannot have begun after that."
        : null;

    private static string Quoted(string service) => service.Contains(' ', StringComparison.Ordinal) ? $"\"{service}\"" : service;
}
