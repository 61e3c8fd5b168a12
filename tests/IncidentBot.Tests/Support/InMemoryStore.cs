using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Tests.Support;

/// <summary>Every store contract that the kernel itself uses, in memory, with the semantics that the databases have.</summary>
internal sealed class InMemoryStore : ILedger
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> numbers = [];

    public InMemoryStore()
    {
        Incidents = new InMemoryIncidents(gate);
        Runs = new InMemoryRuns(gate, Incidents);
        Runbooks = new InMemoryRunbooks(gate);
        Links = new InMemoryLinks(gate);
        Inbox = new InMemoryInbox(gate, WakeUp);
        Outbox = new InMemoryOutbox(gate);
        Schedule = new InMemorySchedule(gate);
        Audit = new InMemoryAudit(gate, Some.Chain);
        Alerts = new InMemoryAlerts(gate);
        Watch = new InMemoryWatch(gate);
    }

    public InMemoryWakeUp WakeUp { get; } = new();
    public InMemoryIncidents Incidents { get; }
    public InMemoryRuns Runs { get; }
    public InMemoryRunbooks Runbooks { get; }
    public InMemoryLinks Links { get; }
    public InMemoryInbox Inbox { get; }
    public InMemoryOutbox Outbox { get; }
    public InMemorySchedule Schedule { get; }
    public InMemoryAudit Audit { get; }
    public InMemoryAlerts Alerts { get; }
    public InMemoryWatch Watch { get; }
    public InMemoryAlertInbox AlertInbox { get; } = new();

    /// <summary>While set, nothing can be written, and with that nothing audited.</summary>
    public bool FailCommits { get; set; }

    /// <summary>Called before each commit; a test can change the store in between, as another replica would.</summary>
    public Func<Changes, Task>? BeforeCommit { get; set; }

    /// <summary>All that was said so far, in order.</summary>
    public IReadOnlyList<Outgoing> Said => Outbox.All;

    public async Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (BeforeCommit is { } before)
        {
            await before(changes);
        }

        if (FailCommits)
        {
            throw new IOException("The store cannot be reached.");
        }

        lock (gate)
        {
            var obstacle = Obstacle(changes);
            if (obstacle is CommitResult.Committed)
            {
                Write(changes);
            }

            return obstacle;
        }
    }

    public Task<int> NextNumberAsync(string series, CancellationToken ct)
    {
        if (FailCommits)
        {
            throw new IOException("The store cannot be reached.");
        }

        lock (gate)
        {
            return Task.FromResult(numbers[series] = numbers.GetValueOrDefault(series) + 1);
        }
    }

    private CommitResult Obstacle(Changes changes)
    {
        if ((changes.Consumes is { } key && Inbox.IsFinished(key)) || (changes.Completes is { } item && !Schedule.Holds(item)))
        {
            return CommitResult.AlreadyDone;
        }

        if ((changes.Incident is { } incident && !Incidents.IsCurrent(incident)) || (changes.Run is { } run && !Runs.IsCurrent(run))
            || !Alerts.AreCurrent(changes.Alerts))
        {
            return CommitResult.Stale;
        }

        return changes.Run is { HoldsTarget: true } holder && Runs.IsHeldByAnother(holder) ? CommitResult.TargetHeld : CommitResult.Committed;
    }

    private void Write(Changes changes)
    {
        if (changes.Consumes is { } key)
        {
            Inbox.Finish(key, changes.Answer);
        }

        if (changes.Completes is { } item)
        {
            Schedule.Finish(item);
        }

        if (changes.Incident is { } incident)
        {
            Incidents.Save(incident);
        }

        if (changes.Run is { } run)
        {
            Runs.Save(run);
        }

        Alerts.Save(changes.Alerts);
        Watch.Save(changes.Verdicts);

        if (changes.Pin is { } pin)
        {
            Runbooks.Pin(pin);
        }

        if (changes.Unlink is { } unlinked)
        {
            Links.Remove(unlinked);
        }

        if (changes.Link is { } link)
        {
            Links.Save(link);
        }

        Incidents.Append(changes.Timeline);
        Audit.Append(changes.Audit);
        Outbox.Add(changes.Say);
        Schedule.Remove(changes.Unschedule);
        Schedule.Put(changes.Schedule);
        WakeUp.Signal();
    }
}
