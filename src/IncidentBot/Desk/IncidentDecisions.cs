using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Desk;

/// <summary>Loads an incident, lets the caller decide, and commits: again from the start when somebody else was faster.</summary>
internal sealed class IncidentDecisions(ILedger ledger, Lookup lookup, PeopleDirectory people, TimeProvider time)
{
    /// <param name="number">As it was typed: 12 for <c>INC-12</c>; null for the incident of the channel.</param>
    public Task<Answer> DecideAsync(Request request, int? number, Func<Incident, Task<Changes>> decide, CancellationToken ct)
    {
        var subject = number is { } named ? $"INC-{named}" : "The incident";
        return ledger.DecideAsync(
            request,
            async () => await FindAsync(request, number, ct) is var (incident, missing) && incident is not null
                ? About(incident, await decide(incident))
                : missing!,
            () => Refuse(request, subject, $"{subject} is being changed by others at this moment; yours was not applied.", "Look at its card, then try again."),
            ct);
    }

    public Task<Answer> DecideAsync(Request request, int? number, Func<Incident, Changes> decide, CancellationToken ct) =>
        DecideAsync(request, number, incident => Task.FromResult(decide(incident)), ct);

    /// <inheritdoc cref="LedgerAnswers.Refuse"/>
    public Changes Refuse(Request request, string subject, string rule, string hint, CardButton? form = null) =>
        request.Refuse(time.GetUtcNow(), subject, rule, hint, form);

    /// <returns>Null when the person may.</returns>
    public Changes? WhyNot(Request request, Permissions needed, string subject, string what) =>
        request.WhyNot(needed, people, time.GetUtcNow(), subject, what);

    /// <summary>An answer that is about something nearer, such as a run that was planned for the incident, stays so.</summary>
    private static Changes About(Incident incident, Changes changes) =>
        changes with { Answer = changes.Answer! with { Subject = changes.Answer.Subject ?? Subject.Incident(incident.Number) } };

    private async Task<(Incident? Incident, Changes? Missing)> FindAsync(Request request, int? number, CancellationToken ct)
    {
        if (number is { } named)
        {
            return await lookup.IncidentAsync(request.By, named, ct) is { } found
                ? (found, null)
                : (null, Refuse(request, $"INC-{named}", $"There is no INC-{named}.", "Type /incident list to see them."));
        }

        return SubjectsOf.Channel(request.Channel, await lookup.InChannelAsync(request.By, request.Channel, ct)) switch
        {
            [var only] => (only, null),

            // Its own channel still means it: for its summary, its timeline, and to take it up again.
            [] when await lookup.LastOverAsync(request.By, request.Channel, ct) is { } over && over.OpenedIn != request.Channel => (over, null),
            [] => (null, Refuse(
                request,
                "The incident",
                "There is no incident in this channel.",
                "Name one, as /incident list shows them, or open one: /incident open P0 <title>")),
            var several => (null, Refuse(
                request,
                "The incident",
                $"There are {several.Count} incidents in this channel.",
                $"Name the one you mean: {string.Join(", ", several.Select(incident => $"{incident.Label} {incident.Title}"))}.")),
        };
    }
}
