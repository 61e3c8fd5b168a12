using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    private static readonly TimeSpan ShortestSnooze = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSnooze = TimeSpan.FromHours(4);

    /// <summary>Says to everybody in the channel how things stand, with what the bot knows of it, and when the next word comes.</summary>
    public Task<Answer> UpdateAsync(Request request, int? number, string? text, CancellationToken ct) => ChangeAsync(request, number, async incident =>
    {
        if (!IncidentText.TakesUpdates(incident))
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{incident.Label} is {incident.State}; nobody waits for an update any more.",
                $"For the record: /incident note {incident.Label} <text>.");
        }

        if (Clean(text) is not { Length: > 0 } update)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                "The update is empty.",
                $"Type /incident update {incident.Label} <text>.",
                IncidentButtons.Update(incident));
        }

        var facts = await StatusFacts.ReadAsync(incident, incident.Standing?.Results ?? incident.Checks, incidents, runs, ct);
        return Updated(request, incident, update, facts);
    }, ct);

    private Changes Updated(Request request, Incident incident, string update, StatusFacts facts)
    {
        var now = time.GetUtcNow();
        var told = new StatusUpdateCard(people);
        DateTimeOffset? next = incident.IsOpen && incident.Kind.HappensNow() ? now + policy.UpdateEvery[incident.Severity] : null;
        var after = incident with { LastUpdateAt = now, Questions = [], UpdatePromises = next is { } by ? new UpdatePromises(by) : null };
        var written = changes.Of(after, request.By.Id, told.OnRecord(incident, update, facts, next));
        var card = told.Draw(incident, request.By, update, facts, next);
        written = Announced(written with { Schedule = [.. written.Schedule, .. IncidentChanges.Updates(after, now)] }, incident, card);
        var waiting = incident.Questions.Where(asked => asked.By != request.By.Id && !incident.IsTold(asked.From)).ToList();
        return Answered(
            written with { Say = [.. written.Say, .. waiting.Select(asked => new Outgoing.Notice(asked.From, card))] },
            request,
            $"Everybody in the channel of {incident.Label} can read it",
            [
                waiting.Count > 0
                    ? $"It is in the timeline too, and told to {string.Join(", ", waiting.Select(asked => people.NameOf(asked.By)))}, who asked for it."
                    : "It is in the timeline too.",
                .. ReadersText.Of(incident) is { } readers ? [readers] : Array.Empty<string>(),
            ]);
    }

    /// <summary>Anybody may ask how it stands. Whoever has the incident is told alone, and whoever asked is told of the answer.</summary>
    public Task<Answer> AskUpdateAsync(Request request, int? number, string? question, CancellationToken ct) => decisions.DecideAsync(
        request, number, incident =>
    {
        if (!IncidentText.TakesUpdates(incident))
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{incident.Label} is {incident.State}; there will be no update any more.",
                $"What happened: /incident summary {incident.Label}.");
        }

        var asked = new UpdateQuestion(request.By.Id, Clean(question) ?? "", request.ReplyTo.To, time.GetUtcNow());
        var what = new TimelineEvent.UpdateAsked(asked.Text);
        var waiting = incident with { Questions = [.. incident.Questions.Where(other => other.By != asked.By), asked] };
        var card = new Card($"{incident.Label}: {request.By.Name} {EventText.Of(what)}") { Buttons = [IncidentButtons.Update(incident)] };
        var written = Announced(changes.Of(waiting, request.By.Id, what), incident, card);
        var owner = OwnerText.WhoAnswers(incident);
        owner = owner == request.By.Id ? null : owner;
        var told = owner is { } who ? Outgoing.Notice.Of(people.AccountsOf(who), incident.Channel, card) : null;
        return Answered(
            told is null ? written : written with { Say = [.. written.Say, told] },
            request,
            owner is { } named ? $"{people.NameOf(named)} is asked" : $"The channel of {incident.Label} is asked",
            "You are told when somebody answers, or when it is over.");
    }, ct);

    /// <summary>The bot gives no updates for a while. What readers were promised before stays promised.</summary>
    internal Task<Answer> SnoozeUpdatesAsync(Request request, int? number, Deadline typed, string? reason, CancellationToken ct) => ChangeAsync(
        request, number, incident =>
    {
        if (incident.UpdatePromises is not { } promises)
        {
            return NoUpdates(request, incident);
        }

        var now = time.GetUtcNow();
        var until = typed.From(now);
        if (until - now < ShortestSnooze || until - now > LongestSnooze)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"Updates are snoozed for {Duration.Words(ShortestSnooze)} at least and {Duration.Words(LongestSnooze)} at most, not until {InFull(until)}.",
                $"Type /incident snooze-updates {incident.Label} 30m <reason>.");
        }

        if (Clean(reason) is not { Length: > 0 } why)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                "Snoozing updates takes a reason; everybody who waits for one reads it.",
                $"Type /incident snooze-updates {incident.Label} 30m <reason>.");
        }

        var snoozed = incident with { UpdatePromises = promises with { Snooze = new UpdateSnooze(until, request.By.Id, why) } };
        return Snoozed(
            request,
            snoozed,
            new TimelineEvent.UpdatesSnoozed(until, why),
            $"The next update of {incident.Label} comes at {Moment.Of(until)}",
            until > promises.Next ? [$"One was promised by {Moment.Of(promises.Next)}; that promise counts as missed."] : [],
            $"Sooner with the next step, another severity or an update by a person, or with /incident snooze-updates {incident.Label} off.");
    }, ct);

    /// <summary>The bot gives updates again: at once where one is overdue by then.</summary>
    public Task<Answer> ResumeUpdatesAsync(Request request, int? number, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        if (incident.UpdatePromises is not { } promises)
        {
            return NoUpdates(request, incident);
        }

        var now = time.GetUtcNow();
        return promises.Snooze is null
            ? decisions.Refuse(
                request,
                incident.Label,
                $"Nobody snoozes the updates of {incident.Label}.",
                $"The next one comes by {Moment.Of(promises.Next)}.")
            : Snoozed(
                request,
                incident with { UpdatePromises = promises with { Snooze = null } },
                new TimelineEvent.UpdatesSnoozed(null, ""),
                $"The next update of {incident.Label} comes {(promises.Next > now ? $"by {Moment.Of(promises.Next)}" : "now")}",
                []);
    }, ct);

    private Changes Snoozed(
        Request request, Incident incident, TimelineEvent.UpdatesSnoozed what, string answer, IReadOnlyList<string> missed, params string[] lines)
    {
        var written = changes.Of(incident, request.By.Id, what);
        written = written with { Schedule = [.. written.Schedule, .. IncidentChanges.Updates(incident, time.GetUtcNow())] };
        return Answered(
            Announced(written, incident, Card.Say($"{incident.Label}: {request.By.Name} {EventText.Of(what)}", [.. missed])),
            request,
            answer,
            [.. missed, .. lines]);
    }

    private Changes NoUpdates(Request request, Incident incident) => decisions.Refuse(
        request,
        incident.Label,
        $"{incident.Label} is {incident.State}; the bot gives no updates of it.",
        Next(incident));
}
