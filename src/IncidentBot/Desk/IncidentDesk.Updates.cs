using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Says to everybody in the channel how things stand; the reminder that would break the silence waits as long again.</summary>
    public Task<Answer> UpdateAsync(Request request, int? number, string? text, CancellationToken ct) => ChangeAsync(request, number, incident =>
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

        var written = changes.Of(
            incident with { LastUpdateAt = time.GetUtcNow(), Questions = [] }, request.By.Id, new TimelineEvent.StatusUpdated(update));
        string[] next = incident.IsOpen
            ? [$"{incident.State}. Next update by {Moment.Of(time.GetUtcNow() + policy.UpdateEvery[incident.Severity])}."]
            : [$"{incident.State}."];
        var card = Card.Say($"{incident.Label} status update by {request.By.Name}", [update, .. next]);
        var told = Announced(written, incident, card);
        var waiting = incident.Questions.Where(asked => asked.By != request.By.Id).ToList();
        return Answered(
            told with { Say = [.. told.Say, .. waiting.Select(asked => new Outgoing.Notice(asked.From, card))] },
            request,
            $"Everybody in the channel of {incident.Label} can read it",
            waiting.Count > 0
                ? $"It is in the timeline too, and told to {string.Join(", ", waiting.Select(asked => people.NameOf(asked.By)))}, who asked for it."
                : "It is in the timeline too.");
    }, ct);

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
        var owner = incident.Roles.TryGetValue(IncidentRole.Commander, out var commander) ? commander : incident.Assignee ?? incident.AcknowledgedBy;
        owner = owner == request.By.Id ? null : owner;
        var told = owner is { } who ? Outgoing.Notice.Of(people.AccountsOf(who), incident.Channel, card) : null;
        return Answered(
            told is null ? written : written with { Say = [.. written.Say, told] },
            request,
            owner is { } named ? $"{people.NameOf(named)} is asked" : $"The channel of {incident.Label} is asked",
            "You are told when somebody answers.");
    }, ct);
}
