using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Storage;

/// <summary>
/// What is said in an incident's channel is said in all of its channels, in the same commit, and its card is brought up to
/// date wherever it is shown. Of a private incident nothing is said where that would spread it. Here and not where things are
/// said, so that nothing about an incident can leave one out.
/// </summary>
public sealed class EverywhereLedger(ILedger inner, IIncidentStore incidents, IRunStore runs) : ILedger
{
    public async Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct) =>
        await inner.CommitAsync(
            await IncidentOfAsync(changes, ct) is { } incident
                ? changes with { Say = [.. Everywhere(changes, incident).Distinct().Where(message => MayBeSaid(message, incident))] }
                : changes,
            ct);

    public Task<int> NextNumberAsync(string series, CancellationToken ct) => inner.NextNumberAsync(series, ct);

    private static IEnumerable<Outgoing> Everywhere(Changes changes, Incident incident)
    {
        foreach (var message in changes.Say)
        {
            yield return message;
            var others = message switch
            {
                Outgoing.Post post when post.In == incident.Channel || post.In == changes.Run?.Channel =>
                    incident.Channels.Select(channel => (Outgoing)(post with { In = channel })),
                Outgoing.Refresh { Subject: { Kind: LiveSubject.Incident } subject } when subject.Id == incident.Id.Value =>
                    incident.Shown.Concat(incident.AnnouncedTo).Select(channel => new Outgoing.Refresh(channel, subject)),
                Outgoing.Refresh { Subject: { Kind: LiveSubject.Runbook } subject } when subject.Id == incident.Id.Value =>
                    incident.Shown.Select(channel => new Outgoing.Refresh(channel, subject)),
                Outgoing.Refresh { Subject: { Kind: LiveSubject.Run } subject } => incident.Channels.Select(channel => new Outgoing.Refresh(channel, subject)),
                _ => [],
            };
            foreach (var other in others.Where(other => other.Channel != message.Channel))
            {
                yield return other;
            }
        }
    }

    /// <summary>Of a private incident the channel that it was opened in hears that once, in the words of whoever opens it.</summary>
    private static bool MayBeSaid(Outgoing message, Incident incident) =>
        message is Outgoing.Reply || !incident.IsHushedIn(message.Channel) || (message is Outgoing.Post && incident.Version == 0);

    private async Task<Incident?> IncidentOfAsync(Changes changes, CancellationToken ct)
    {
        if (changes.Incident is not null || !changes.Say.Any(message => message is Outgoing.Post or Outgoing.Refresh))
        {
            return changes.Incident;
        }

        var run = changes.Run ?? await RunOfAsync(changes, ct);
        if (run is not null)
        {
            return run.Incident is { } id ? await incidents.FindAsync(id, ct) : null;
        }

        return (SubjectOf(changes, LiveSubject.Incident) ?? SubjectOf(changes, LiveSubject.Runbook)) is { } subject
            ? await incidents.FindAsync(new IncidentId(subject.Id), ct)
            : null;
    }

    private async Task<Run?> RunOfAsync(Changes changes, CancellationToken ct) =>
        SubjectOf(changes, LiveSubject.Run) is { } subject ? await runs.FindAsync(new RunId(subject.Id), ct) : null;

    private static LiveSubject? SubjectOf(Changes changes, string kind) =>
        changes.Say.OfType<Outgoing.Refresh>().Select(refresh => refresh.Subject).FirstOrDefault(subject => subject.Kind == kind);
}
