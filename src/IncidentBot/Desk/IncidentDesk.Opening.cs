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

    /// <summary>Stands for the title where a place is named by it: names of places are read by everybody.</summary>
    private const string Hidden = "private";
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

        var now = time.GetUtcNow();
        var number = await ledger.NextNumberAsync("incident", ct);
        var incident = new Incident
        {
            Id = IncidentId.New(now),
            Number = number,
            Title = title,
            Severity = opening.Severity,
            Kind = opening.Kind,
            IsPrivate = opening.IsPrivate,
            Drill = opening.Rehearses is { } rehearsed ? new Drill(rehearsed) : null,
            Target = known,
            Channel = channelFor(number, opening.IsPrivate ? Hidden : title, request.Channel),
            OpenedIn = request.Channel,
            Room = rooms.For(request.Channel) is null || opening.Until is not null ? null : new Room(request.Channel),
            OpenedBy = request.By.Id,
            OpenedAt = opening.From ?? now,
            UpdatedAt = now,
            Runbook = chosen?.Progress,
        };
        incident = changes.Promised(incident, now);
        var opened = Ended(Opened(request, opening, incident, chosen, now), request, opening, now);
        return await ledger.AnswerAsync(request, opened with { Answer = opened.Answer! with { Subject = Subject.Incident(number) } }, ct);
    }

    private Changes Opened(Request request, Opening opening, Incident incident, ChosenRunbook? chosen, DateTimeOffset now)
    {
        var what = new TimelineEvent.Opened(incident.Severity, incident.Title, incident.Target.Name) { Of = incident.Kind, IsPrivate = incident.IsPrivate };
        var opened = changes.Of(incident, request.By.Id, what);
        opened = opened with
        {
            Timeline = [TimelineEntry.Of(incident.Id, incident.OpenedAt, request.By.Id, what)],
            Schedule = [.. opened.Schedule, .. changes.Clocks(incident, now), .. IncidentChanges.Assessment(incident, now), .. changes.Looks(incident, now)],
        };
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

        // Of a private one only that there is one; the announcement of any other is a living card.
        var isHere = incident.Channel == request.Channel;
        if (incident.IsPrivate)
        {
            opened = opened with { Say = [.. opened.Say, new Outgoing.Post(request.Channel, new Card($"{incident.Label} opened, private"))] };
        }

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

    /// <summary>One that was over before it was written down is resolved from its first moment here, at the time at which it was.</summary>
    private static Changes Ended(Changes opened, Request request, Opening opening, DateTimeOffset now)
    {
        if (opening.Until is not { } until
            || IncidentLifecycle.Fire(opened.Incident!, IncidentTrigger.Record, new TransitionFacts(until)) is not LifecycleResult.Moved moved)
        {
            return opened;
        }

        var incident = moved.Incident with { UpdatedAt = now };
        return opened with
        {
            Incident = incident,
            Timeline = [.. opened.Timeline, IncidentChanges.Transition(moved, request.By.Id, "Written down afterwards.")],
            Schedule = [.. opened.Schedule, .. IncidentChanges.Summary(incident, now)],
        };
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
