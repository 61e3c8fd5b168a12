using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Targets;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    private const int LongestTitle = 120;

    private static readonly TimeSpan SameIncident = TimeSpan.FromMinutes(1);

    /// <summary>Opens a real one that everybody may see.</summary>
    public Task<Answer> OpenAsync(Request request, Severity severity, string title, string? target, CancellationToken ct) =>
        OpenAsync(request, new Opening(severity, title, target), ct);

    public async Task<Answer> OpenAsync(Request request, Opening opening, CancellationToken ct)
    {
        var known = Find(opening.Target)?.Ref ?? TargetRef.Unknown("no target");

        // Nobody followed today's runbook then.
        var (chosen, title) = opening.Kind.HappensNow()
            ? await runbooks.ForOpeningAsync(Clean(opening.Title), known.Name, ct)
            : (null, Clean(opening.Title));
        title = title.Length > LongestTitle ? $"{title[..(LongestTitle - 1)]}…" : title;
        if (await WhyNotOpenAsync(request, opening, title, ct) is { } refusal)
        {
            return await ledger.AnswerAsync(request, refusal, ct);
        }

        var opened = await openings.OfAsync(request.By.Id, request.Channel, opening, title, known, chosen, ct);
        var answered = Opened(request, opening, opened, chosen);
        return await ledger.AnswerAsync(
            request, answered with { Answer = answered.Answer! with { Subject = Subject.Incident(opened.Incident!.Number) } }, ct);
    }

    private static Changes Opened(Request request, Opening opening, Changes opened, ChosenRunbook? chosen)
    {
        var incident = opened.Incident!;
        var isHere = incident.Channel == request.Channel;
        string[] handled = isHere ? [] : [$"It is handled in {Place.Of(incident.Channel)}."];
        string[] reading = incident.Kind.HappensNow() ? [$"{incident.Target} is being read; the finding follows {(isHere ? "here" : "there")}."] : [];
        return Answered(
            opened,
            request,
            $"{Marks.Of(incident)} opened",
            [
                string.Join(' ', handled.Concat(reading).Concat(OpeningText.Nature(incident, request.Channel))),
                .. OpeningText.Usual(opening, incident),
                .. Expected(incident),
                .. chosen is null
                    ? Array.Empty<string>()
                    : [$"It follows the runbook {chosen.Progress.Id}. {chosen.Progress.Why} Another one: /runbook start {incident.Label} <runbook>."],
            ]);
    }

    /// <summary>What the runbook says about the severity; nothing where it says nothing.</summary>
    private static IEnumerable<string> Expected(Incident incident)
    {
        if (SeverityText.LevelOf(incident) is { } level)
        {
            yield return $"{level.Severity}: {level.Means}{(level.Respond is { } within ? $". To be taken {SeverityText.Within(within)}" : "")}.";
        }
    }

    private async Task<Changes?> WhyNotOpenAsync(Request request, Opening opening, string title, CancellationToken ct)
    {
        if (decisions.WhyNot(request, Permissions.Observe, "The incident", "open an incident") is { } forbidden)
        {
            return forbidden;
        }

        if (title.Length == 0)
        {
            return decisions.Refuse(
                request,
                "The incident",
                "An incident needs a title.",
                "Say what people notice: /incident open P0 Redis is down",
                IncidentButtons.Open);
        }

        if (OpeningText.WhyNot(opening, time.GetUtcNow()) is var (rule, hint))
        {
            return decisions.Refuse(request, "The incident", rule, hint);
        }

        if (Find(opening.Target) is null && (opening.Target is not null || targets.All.Count > 0))
        {
            return decisions.Refuse(
                request,
                "The incident",
                opening.Target is { } target ? $"There is no target '{target}'." : "Which target is it about?",
                $"There are: {string.Join(", ", TargetNames)}. Name one at the end: /incident open {opening.Severity} {title} on {TargetNames[0]}");
        }

        var recent = await incidents.ListAsync(new IncidentQuery(Reader.Of(request.By)) { OpenOnly = true, Person = request.By.Id }, ct);
        var same = recent.Items.FirstOrDefault(other =>
            other.OpenedBy == request.By.Id
            && (other.Kind, other.IsPrivate) == (opening.Kind, opening.IsPrivate)
            && string.Equals(other.Title, title, StringComparison.OrdinalIgnoreCase)
            && time.GetUtcNow() - other.OpenedAt < SameIncident);
        return same is null ? null : new Changes
        {
            Audit = [changes.Entry(same, request.By.Id, AuditKind.Incident, "opened once more within a minute; answered with the one there is")],
            Answer = Answer.Done(
                Card.Say(
                    $"{same.Label} is open already: {same.Title}",
                    $"You opened it {Moment.Of(same.OpenedAt)}. It is handled in {Place.Of(same.Channel, same.Room?.Name)}."),
                Subject.Incident(same.Number)),
        };
    }

    private Target? Find(string? name) => name is null ? targets.Default : targets.Find(name);
}
