using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Says why it happened. A person's word counts before what was read; the last one counts, and the earlier ones stay in the timeline.</summary>
    public Task<Answer> CauseAsync(Request request, int? number, string? cause, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        if (Clean(cause) is not { Length: > 0 } said)
        {
            return decisions.Refuse(request, incident.Label, "The cause is empty.", $"Type /incident cause {incident.Label} <why it happened>.");
        }

        var now = time.GetUtcNow();
        var stated = incident with { Cause = said, CauseAt = now, CauseBy = request.By.Id };
        var written = changes.Of(stated, request.By.Id, new TimelineEvent.CauseStated(said));
        written = written with { Schedule = [.. written.Schedule, .. IncidentChanges.Summary(incident, now)] };
        return Answered(
            Announced(written, incident, new Card($"{incident.Label}: {request.By.Name} says why: {said}")),
            request,
            $"The cause of {incident.Label} is what you say",
            [.. incident.Cause is { } before ? [$"Until now: {before}"] : Array.Empty<string>()]);
    }, ct);

    /// <summary>Takes a read that had seen something wrong out of the checks: it does not matter here, and a person says why.</summary>
    /// <param name="check">Its number: 2 for <c>c2</c>.</param>
    public Task<Answer> UnwatchAsync(Request request, int? number, int check, string? reason, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        if (incident.Watched.FirstOrDefault(watched => watched.Number == check) is not { } found)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} has no check c{check} of what was read in it.", incident.Watched.Count == 0
                ? "Those of its target and its runbook stay; /incident override goes on without them."
                : $"There are: {string.Join("; ", incident.Watched.Select(watched => $"{watched.Label} {watched.Name}"))}.");
        }

        if (Clean(reason) is not { Length: > 0 } why)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"Leaving out {found.Name} takes a reason; it goes on the record.",
                $"Type /incident uncheck {incident.Label} {found.Label} <reason>.");
        }

        var without = incident with { Watched = [.. incident.Watched.Where(watched => watched != found)] };
        var unwatched = new TimelineEvent.Unwatched(found.Name, why);
        return Answered(
            Announced(changes.Of(without, request.By.Id, unwatched), incident, new Card($"{incident.Label}: {request.By.Name}: {EventText.Of(unwatched)}")),
            request,
            $"{found.Name} is no check of {incident.Label} any more");
    }, ct);
}
