using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>As many of the drills before are looked through for the same outage.</summary>
    private const int DrillsLookedAt = 200;
    private const int EarlierShown = 5;

    /// <summary>The rehearsal that goes on, or was left behind by a restart; null where there is none.</summary>
    public async Task<Incident?> CurrentDrillAsync(Person reader, CancellationToken ct) =>
        (await DrillsAsync(reader, ct)).FirstOrDefault(incident => incident.Drill is { EndedAt: null });

    /// <summary>Ends a rehearsal: says what it was, how long it took to the cause, the repair and the verification, and how long before.</summary>
    /// <param name="answer">What it was, in a sentence.</param>
    /// <param name="isRight">Whether a sentence names the cause; told whether it says that something is wrong.</param>
    public Task<Answer> EndDrillAsync(Request request, int number, string answer, Func<string, bool, bool> isRight, CancellationToken ct) =>
        decisions.DecideAsync(request, number, async incident =>
    {
        if (decisions.WhyNot(request, Permissions.Respond, incident.Label, $"end {incident.Label}") is { } forbidden)
        {
            return forbidden;
        }

        if (incident.Drill is not { EndedAt: null } drill)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is no rehearsal that goes on.", Next(incident));
        }

        var now = time.GetUtcNow();
        var timeline = Corrections.Counted(await incidents.WholeTimelineAsync(incident.Id, ct));
        var ended = Ended(drill, incident, timeline, isRight) with { EndedAt = now };
        var earlier = (await DrillsAsync(request.By, ct)).Where(other => other.Number != incident.Number && other.Drill is { EndedAt: not null } before
            && before.Of == drill.Of).Take(EarlierShown).ToList();

        var over = incident with { Drill = ended };
        var what = new TimelineEvent.DrillEnded(ended.Of, ended.ToCause, ended.ToRepair, ended.ToVerify);
        var written = changes.Of(over, request.By.Id, what);
        var facts = new TransitionFacts(now) { Reason = "The rehearsal is over." };
        if (IncidentLifecycle.Fire(over, IncidentTrigger.Cancel, facts) is LifecycleResult.Moved moved)
        {
            var stopped = changes.Of(moved, request.By.Id, facts.Reason);
            written = stopped with { Timeline = [.. written.Timeline, .. stopped.Timeline], Audit = [.. written.Audit, .. stopped.Audit] };
        }

        var card = DrillCard.Draw(over, ended, answer, earlier);
        return written with { Say = [.. written.Say, new Outgoing.Post(incident.Channel, card)], Answer = Answer.Done(card) };
    }, ct);

    private static Drill Ended(Drill drill, Incident incident, IReadOnlyList<TimelineEntry> timeline, Func<string, bool, bool> isRight) => drill with
    {
        ToCause = timeline.FirstOrDefault(entry => entry.What switch
        {
            TimelineEvent.Found found => isRight(found.Answer, !found.Healthy),
            TimelineEvent.CauseStated stated => isRight(stated.Cause, true),
            _ => false,
        })?.At - incident.OpenedAt,
        ToRepair = (incident.MitigatedAt ?? incident.Standing?.WellSince) - incident.OpenedAt,
        ToVerify = incident.MitigatedAt is null ? null
            : timeline.LastOrDefault(entry => entry.What is TimelineEvent.Moved { To: IncidentState.Monitoring, ByOverride: false })?.At - incident.OpenedAt,
    };

    private async Task<IReadOnlyList<Incident>> DrillsAsync(Person reader, CancellationToken ct) =>
        (await incidents.ListAsync(new IncidentQuery(Reader.Of(reader)) { Kind = IncidentKind.Drill, Limit = DrillsLookedAt }, ct)).Items;
}
