using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Execution;

/// <summary>The parts that every change of a run has in common: its audit entry, its line in the timeline, its cards brought up to date.</summary>
internal static class RunChanges
{
    public static Changes Of(Run run, DateTimeOffset at, PersonId? by, AuditKind kind, string whatHappened, params Outgoing[] say) => new()
    {
        Run = run,
        Audit = [Entry(run, at, by, kind, whatHappened)],
        Timeline = run.Incident is { } incident
            ? [TimelineEntry.Of(incident, at, by, new TimelineEvent.RunMoved(run.Id, run.Number, run.State, whatHappened) { Step = run.RunbookStep })]
            : [],
        Say = [.. say, .. Refresh(run)],
    };

    public static AuditEntry Entry(Run run, DateTimeOffset at, PersonId? by, AuditKind kind, string whatHappened) =>
        AuditEntry.Of(at, by, kind, run.Label, AuditFact.OfRun.Now(run, whatHappened));

    /// <summary>The run's own card, in a channel that is to have it or has it already.</summary>
    public static Outgoing.Refresh RefreshIn(ChannelRef channel, Run run) => new(channel, new LiveSubject(LiveSubject.Run, run.Id.Value));

    /// <summary>The run's own card, and those of its incident and its runbook, which show what is under way.</summary>
    public static IEnumerable<Outgoing> Refresh(Run run)
    {
        yield return RefreshIn(run.Channel, run);
        if (run.Incident is { } incident)
        {
            yield return new Outgoing.Refresh(run.Channel, new LiveSubject(LiveSubject.Incident, incident.Value));
            if (run.RunbookStep is not null)
            {
                yield return new Outgoing.Refresh(run.Channel, new LiveSubject(LiveSubject.Runbook, incident.Value));
            }
        }
    }
}
