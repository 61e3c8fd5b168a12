using IncidentBot.Alerts;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Alerting;

/// <summary>What people ask of alerts, and how they silence them. What is about an incident alone is with <see cref="IncidentDesk"/>.</summary>
public sealed class AlertRequests(
    ILedger ledger,
    IAlertStore alerts,
    IAlertInbox inbox,
    Lookup lookup,
    IReadOnlyList<string> sources,
    Redactor redactor,
    PeopleDirectory people,
    TimeProvider time)
{
    /// <summary>A screen of them.</summary>
    private const int Shown = 20;

    private readonly IncidentDecisions decisions = new(ledger, lookup, people, time);
    private readonly AlertListCard card = new(people);

    /// <summary>Those of an incident, or where none is named all that fire; with the silences that last.</summary>
    public async Task<Answer> ListAsync(Request request, int? number, CancellationToken ct)
    {
        if (number is not null)
        {
            return await decisions.DecideAsync(
                request,
                number,
                async incident => new Changes { Answer = Answer.Done(AlertListCard.Of(incident, await alerts.OfIncidentAsync(incident.Id, Shown, ct))) },
                ct);
        }

        // More than is shown, because some may be of incidents that whoever asks may not see.
        var firing = await alerts.FiringAsync(withoutIncident: false, 5 * Shown, ct);
        var silences = (await alerts.SilencesAsync(ct)).Select(silence => (silence.Label, Fits: silence.Fitting(), Silence: silence)).ToList();
        var seen = new Dictionary<IncidentId, Incident?>();
        var lines = new List<(Alert Alert, string Where)>();
        foreach (var (alert, incident) in firing)
        {
            if (incident is not { } id)
            {
                lines.Add((alert, silences.Find(one => one.Fits(alert)) is { Label: { } label } ? $"silenced, {label}" : "no incident"));
            }
            else if (seen.TryGetValue(id, out var found) ? found is not null : (seen[id] = found = await lookup.IncidentAsync(request.By, id, ct)) is not null)
            {
                lines.Add((alert, found!.Label));
            }

            // One more than is shown says that there is more.
            if (lines.Count > Shown)
            {
                break;
            }
        }

        return await ledger.AnswerAsync(request, Answer.Done(card.Of(lines, Shown, [.. silences.Select(one => one.Silence)], sources)), ct);
    }

    /// <param name="matchers">As <see cref="LabelMatcher"/> reads them.</param>
    internal async Task<Answer> SilenceAsync(Request request, IReadOnlyList<string> matchers, DateTimeOffset until, string reason, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (decisions.WhyNot(request, Permissions.Respond, "alerts", "silence alerts") is { } forbidden)
        {
            return await ledger.AnswerAsync(request, forbidden, ct);
        }

        if (until - now < Silences.Shortest || until - now > Silences.Longest)
        {
            return await ledger.AnswerAsync(request, decisions.Refuse(
                request,
                "alerts",
                $"A silence lasts from a minute to {Duration.Words(Silences.Longest)}.",
                "Type /alert silence alertname=RedisMemoryHigh for 2h <reason>."), ct);
        }

        var number = await ledger.NextNumberAsync("silence", ct);
        var silence = new AlertSilence(number, [.. matchers.Select(redactor.Clean)], until, redactor.Clean(reason), request.By.Id, now, request.Channel);
        var fits = silence.Fitting();
        var counting = (await alerts.FiringAsync(withoutIncident: false, IAlertStore.Everything, ct)).Count(one => one.Incident is not null && fits(one.Alert));
        var written = Silences.Begun(silence, now);
        return await ledger.AnswerAsync(
            request,
            written with
            {
                Answer = Answer.Done(Card.Say(
                    $"{silence.Label}: {SilenceText.Matchers(silence)} is silent until {Moment.Of(until)}",
                    [
                        "Such alerts are kept, and nobody is told of them; what fires at its end is told then.",
                        .. counting > 0 ? [$"{Plural.Of(counting, "alert")} that {Plural.Pick(counting, "counts", "count")} in an incident already "
                            + $"{Plural.Pick(counting, "stays", "stay")} there: /alert list."] : Array.Empty<string>(),
                        $"To end it before: /alert unsilence {silence.Label}.",
                    ])),
            },
            ct);
    }

    /// <param name="number">3 for <c>s3</c>.</param>
    internal async Task<Answer> UnsilenceAsync(Request request, int number, CancellationToken ct)
    {
        if (decisions.WhyNot(request, Permissions.Respond, "alerts", "end a silence") is { } forbidden)
        {
            return await ledger.AnswerAsync(request, forbidden, ct);
        }

        var now = time.GetUtcNow();
        if (await alerts.SilenceAsync(number, ct) is not { EndedAt: null } silence)
        {
            var lasting = await alerts.SilencesAsync(ct);
            return await ledger.AnswerAsync(request, decisions.Refuse(
                request,
                "alerts",
                $"No silence s{number} lasts.",
                lasting.Count == 0 ? "There is none." : $"There are: {string.Join("; ", lasting.Select(one => SilenceText.Line(one, people)))}"), ct);
        }

        var held = await Silences.HeldByAsync(silence, alerts, ct);
        return await ledger.AnswerAsync(
            request,
            Silences.Ended(silence with { EndedAt = now }, request.By, held.Count, now) with
            {
                Answer = Answer.Done(new Card(
                    $"Silence {silence.Label} is over: {Plural.Of(held.Count, "alert")} that it held back {Plural.Pick(held.Count, "fires", "fire")}")),
            },
            ct);
    }

    /// <summary>Puts an alert into the line as if the source had sent it, so that the whole way from there is tried.</summary>
    internal async Task<Answer> TestAsync(Request request, string source, CancellationToken ct)
    {
        if (decisions.WhyNot(request, Permissions.Respond, "alerts", "send a test alert") is { } forbidden)
        {
            return await ledger.AnswerAsync(request, forbidden, ct);
        }

        if (!sources.Contains(source))
        {
            return await ledger.AnswerAsync(request, decisions.Refuse(
                request,
                "alerts",
                $"There is no source of alerts called '{source}'.",
                sources.Count > 0 ? $"There are: {string.Join(", ", sources)}." : "They are configured under Alerts:Sources."), ct);
        }

        var now = time.GetUtcNow();
        var stored = await inbox.AddAsync(source, TestAlert.Of(source, request.By, now), now, ct);
        return await ledger.AnswerAsync(
            request,
            stored
                ? new Changes
                {
                    Answer = Answer.Done(Card.Say(
                        $"A test alert of {source} is under way",
                        $"It opens a drill in the channel of alerts, as an alert of {source} would open an incident. Whether {source} itself gets "
                            + "through, only an alert of its own shows.")),
                }
                : decisions.Refuse(request, "alerts", "As many alerts wait as may; nothing was sent.", "Try again in a minute."),
            ct);
    }
}
