using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Desk;

/// <summary>Loads an incident, lets the caller decide, and commits: again from the start when somebody else was faster.</summary>
internal sealed class IncidentDecisions(ILedger ledger, IIncidentStore incidents, PeopleDirectory people, TimeProvider time)
{
    private const int Tries = 3;

    /// <param name="number">As it was typed: 12 for <c>INC-12</c>; null for the incident of the channel.</param>
    public async Task DecideAsync(Request request, int? number, Func<Incident, Task<Changes>> decide, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (incident, missing) = await FindAsync(request, number, ct);
            var changes = incident is not null ? await decide(incident) : missing!;

            // Already done is fine: the first delivery of the same request has answered.
            if (await ledger.CommitAsync(changes with { Consumes = request.Key }, ct) is not CommitResult.Stale)
            {
                return;
            }
        }

        var subject = number is { } named ? $"INC-{named}" : "The incident";
        var refusal = Refuse(request, subject, $"{subject} is being changed by others at this moment; yours was not applied.", "Look at its card, then try again.");
        await ledger.CommitAsync(refusal with { Consumes = request.Key }, ct);
    }

    public Task DecideAsync(Request request, int? number, Func<Incident, Changes> decide, CancellationToken ct) =>
        DecideAsync(request, number, incident => Task.FromResult(decide(incident)), ct);

    /// <summary>Answers, and puts the refusal on the record.</summary>
    /// <param name="form">Asks for what was missing, on platforms that have forms.</param>
    public Changes Refuse(Request request, string subject, string rule, string hint, CardButton? form = null) => new()
    {
        Audit = [new AuditEntry(time.GetUtcNow(), request.By.Id, AuditKind.Refused, subject) { Detail = new Dictionary<string, string> { ["rule"] = rule } }],
        Say = [request.Answer(Card.Say(rule, hint) with { Tone = Tone.Warning, Buttons = form is null ? [] : [form] })],
    };

    /// <returns>Null when the person may.</returns>
    public Changes? WhyNot(Request request, Permissions needed, string subject, string what) => request.By.May(needed)
        ? null
        : Refuse(
            request,
            subject,
            $"{request.By.Name} may not {what}: that takes the {needed} permission.",
            people.All.Where(person => person.May(needed)).Select(person => person.Name).ToList() is { Count: > 0 } names
                ? $"Ask one of them: {string.Join(", ", names)}.{request.By.Unread}"
                : $"Nobody has it yet; it is given under People in the bot's configuration.{request.By.Unread}");

    private async Task<(Incident? Incident, Changes? Missing)> FindAsync(Request request, int? number, CancellationToken ct)
    {
        if (number is { } named)
        {
            return await incidents.FindAsync(named, ct) is { } found
                ? (found, null)
                : (null, Refuse(request, $"INC-{named}", $"There is no INC-{named}.", "Type /incident list to see them."));
        }

        return SubjectsOf.Channel(request.Channel, await incidents.InChannelAsync(request.Channel, ct)) switch
        {
            [var only] => (only, null),
            [] => (null, Refuse(request, "The incident", "There is no incident in this channel.", "Name one, as /incident list shows them, or open one: /incident open P0 <title>")),
            var several => (null, Refuse(request, "The incident", $"There are {several.Count} incidents in this channel.", $"Name the one you mean: {string.Join(", ", several.Select(incident => $"{incident.Label} {incident.Title}"))}.")),
        };
    }
}
