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

    /// <param name="target">The name of a target; null for the first one there is.</param>
    public async Task<Answer> OpenAsync(Request request, Severity severity, string title, string? target, CancellationToken ct)
    {
        var known = Find(target)?.Ref ?? TargetRef.Unknown("no target");
        (var chosen, title) = await runbooks.ForOpeningAsync(Clean(title), known.Name, ct);
        title = title.Length > LongestTitle ? $"{title[..(LongestTitle - 1)]}…" : title;
        if (await WhyNotOpenAsync(request, title, target, ct) is { } refusal)
        {
            return await ledger.AnswerAsync(request, refusal, ct);
        }

        var now = time.GetUtcNow();
        var number = await ledger.NextNumberAsync("incident", ct);
        var incident = new Incident
        {
            Id = IncidentId.New(now),
            Number = number,
            Title = title,
            Severity = severity,
            Target = known,
            Channel = channelFor(number, title, request.Channel),
            Room = rooms.For(request.Channel) is null ? null : new Room(request.Channel),
            OpenedBy = request.By.Id,
            OpenedAt = now,
            UpdatedAt = now,
            Runbook = chosen?.Progress,
        };
        var opened = Opened(request, incident, chosen, now);
        return await ledger.AnswerAsync(request, opened with { Answer = opened.Answer! with { Subject = Subject.Incident(number) } }, ct);
    }

    private Changes Opened(Request request, Incident incident, ChosenRunbook? chosen, DateTimeOffset now)
    {
        var opened = changes.Of(incident, request.By.Id, new TimelineEvent.Opened(incident.Severity, incident.Title, incident.Target.Name));
        opened = opened with
        {
            Schedule = [.. opened.Schedule, .. changes.Clocks(incident, now), IncidentKeys.At(incident, AppointmentKind.Assess, now)],
        };
        string[] more = [.. Expected(incident), .. chosen is null
            ? Array.Empty<string>()
            : [$"It follows the runbook {chosen.Progress.Id}. {chosen.Progress.Why} Another one: /runbook start {incident.Label} <runbook>."]];
        if (chosen is not null)
        {
            var started = TimelineEntry.Of(incident.Id, now, request.By.Id, chosen.Started);
            opened = opened with
            {
                Pin = chosen.Pin,
                Timeline = [.. opened.Timeline, started],
                Audit = [.. opened.Audit, changes.Entry(incident, request.By.Id, AuditKind.Incident, started.Text)],
                Say = [.. opened.Say, IncidentChanges.RefreshRunbook(incident)],
            };
        }

        if (incident.Channel == request.Channel)
        {
            return Answered(
                opened,
                request,
                $"{incident.Label} {incident.Severity} opened",
                [$"{incident.Target} is being read; the finding follows here.", .. more]);
        }

        var elsewhere = Card.Say(
            $"{incident.Label} {incident.Severity} opened by {request.By.Name}: {incident.Title}",
            $"It is handled in {Place.Of(incident.Channel)}.");
        opened = opened with { Say = [.. opened.Say, new Outgoing.Post(request.Channel, elsewhere)] };
        return Answered(
            opened,
            request,
            $"{incident.Label} {incident.Severity} opened",
            [$"It is handled in {Place.Of(incident.Channel)}. {incident.Target} is being read; the finding follows there.", .. more]);
    }

    /// <summary>What the runbook says about the severity; nothing where it says nothing.</summary>
    private static IEnumerable<string> Expected(Incident incident)
    {
        if (SeverityText.LevelOf(incident) is { } level)
        {
            yield return $"{level.Severity}: {level.Means}{(level.Respond is { } within ? $". To be taken {SeverityText.Within(within)}" : "")}.";
        }
    }

    private async Task<Changes?> WhyNotOpenAsync(Request request, string title, string? target, CancellationToken ct)
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

        if (target is not null && Find(target) is null)
        {
            return decisions.Refuse(
                request,
                "The incident",
                $"There is no target '{target}'.",
                $"There are: {string.Join(", ", targets.All.Select(known => known.Name).Distinct())}.");
        }

        var recent = await incidents.ListAsync(new IncidentQuery(Reader.Of(request.By)) { OpenOnly = true, Person = request.By.Id }, ct);
        var same = recent.Items.FirstOrDefault(other =>
            other.OpenedBy == request.By.Id
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

    /// <returns>The first that is called so, or the first of all where none is named; null when there is none.</returns>
    private Target? Find(string? name) =>
        targets.All.FirstOrDefault(known => name is null || string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
}
