using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>
/// Reminds of tasks that are due: once when they are, and again every few days, in the incident's channel and whoever has them, until
/// they are done or dropped.
/// </summary>
public sealed class TaskRound(RoundDecisions rounds, IncidentPolicy policy, PeopleDirectory people, TimeProvider time) : IRound
{
    private readonly TaskCard card = new(people);

    public AppointmentKind Kind => AppointmentKind.Tasks;

    public Task CarryOutAsync(DueItem item, CancellationToken ct) => rounds.CommitAsync(item, incident =>
    {
        var now = time.GetUtcNow();
        var due = incident.Tasks.Where(task => task.IsOpen && policy.DueOf(task) <= now).ToList();
        if (due.Count == 0)
        {
            return new Changes { Schedule = [.. IncidentChanges.Reminder(incident, policy)] };
        }

        var reminded = incident with { TasksRemindedAt = now };
        return new Changes
        {
            Incident = reminded,
            Say = [new Outgoing.Post(incident.Channel, card.Reminder(incident, due)), .. Notices(incident, due)],
            Schedule = [.. IncidentChanges.Reminder(reminded, policy)],
        };
    }, ct);

    private IEnumerable<Outgoing> Notices(Incident incident, IReadOnlyList<IncidentTask> due) => due
        .Where(task => task.Owner is not null)
        .GroupBy(task => task.Owner!.Value)
        .Select(theirs => Outgoing.Notice.Of(people.AccountsOf(theirs.Key), incident.Channel, card.Reminder(incident, [.. theirs])))
        .OfType<Outgoing>();
}
