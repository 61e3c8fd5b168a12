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
    /// <summary>Gives somebody, or nobody yet, something to do because of the incident; also after its end.</summary>
    internal Task<Answer> TaskAsync(Request request, int? number, string? what, Person? owner, Deadline? by, CancellationToken ct) =>
        ChangeAsync(request, number, incident => Clean(what) is { Length: > 0 } task
            ? Given(request, incident, new TimelineEvent.TaskGiven(NextTask(incident), task, owner?.Id, owner?.Name, by?.From(time.GetUtcNow())), owner)
            : decisions.Refuse(
                request, incident.Label, "What is to be done is empty.", $"Type /incident task {incident.Label} <what> @who by friday."), ct);

    /// <summary>Gives a task to somebody else, another time, or other words. What is left out stays.</summary>
    /// <param name="task">Its number: 2 for <c>t2</c>.</param>
    internal Task<Answer> ChangeTaskAsync(Request request, int? number, int task, string? what, Person? owner, Deadline? by, CancellationToken ct) =>
        ChangeAsync(request, number, incident =>
    {
        if (TaskOf(incident, task) is not { } found)
        {
            return NoTask(request, incident, task);
        }

        var given = new TimelineEvent.TaskGiven(
            task,
            Clean(what) is { Length: > 0 } said ? said : found.What,
            owner?.Id ?? found.Owner,
            owner?.Name ?? NameOf(found.Owner),
            by?.From(time.GetUtcNow()) ?? found.Due);
        return Given(request, incident, given, owner);
    }, ct);

    /// <summary>Ends a task. Whoever has it may, whatever else they may do.</summary>
    /// <param name="why">Has to be there where it is dropped.</param>
    internal Task<Answer> EndTaskAsync(Request request, int? number, int task, bool isDone, string? why, CancellationToken ct) =>
        decisions.DecideAsync(request, number, incident =>
    {
        if (TaskOf(incident, task) is not { } found)
        {
            return NoTask(request, incident, task);
        }

        if (found.Owner != request.By.Id && decisions.WhyNot(request, Permissions.Respond, incident.Label, $"change {incident.Label}") is { } refused)
        {
            return refused;
        }

        if (found.End is { } end)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{found.Label} of {incident.Label} was {(end.IsDone ? "done" : "dropped")} at {Moment.Of(end.At)}.",
                $"To take it up again: /incident task {incident.Label} {found.Label} by friday.");
        }

        var reason = Clean(why) ?? "";
        if (!isDone && reason.Length == 0)
        {
            return decisions.Refuse(
                request, incident.Label, $"Dropping {found.Label} takes a reason.", $"Type /incident drop {incident.Label} {found.Label} <why>.");
        }

        var ended = new TimelineEvent.TaskEnded(task, found.What, isDone, reason);
        return Written(request, incident, ended, $"{found.Label} of {incident.Label} is {(isDone ? "done" : "dropped")}");
    }, ct);

    public Task<Answer> TasksAsync(Request request, int? number, CancellationToken ct) =>
        ReadAsync(request, number, incident => Task.FromResult(new TaskCard(people).List(incident)), ct);

    /// <param name="owner">Who is told of it, where they did not give it to themselves.</param>
    private Changes Given(Request request, Incident incident, TimelineEvent.TaskGiven what, Person? owner)
    {
        // A task that is overdue may go to somebody else as it is.
        if (what.Due <= time.GetUtcNow() && what.Due != TaskOf(incident, what.Number)?.Due)
        {
            return decisions.Refuse(request, incident.Label, $"{Moment.Of(what.Due.Value)} is over.", $"A time to come is written {Deadline.Examples}.");
        }

        var written = Written(request, incident, what, $"t{what.Number} of {incident.Label} is on the record", Reminding(what));
        var card = Card.Say($"{Marks.Of(incident)}: you have something to do", EventText.Task(what), $"{request.By.Name} has given it to you.") with
        {
            Buttons =
            [
                new CardButton("It is done", $"/incident done {incident.Label} t{what.Number}"),
                new CardButton("All tasks", $"/incident tasks {incident.Label}"),
            ],
        };
        return owner is null || owner.Id == request.By.Id || Outgoing.Notice.Of(people.AccountsOf(owner.Id), incident.Channel, card) is not { } told
            ? written
            : written with { Say = [.. written.Say, told] };
    }

    private Changes Written(Request request, Incident incident, TimelineEvent what, string answer, params string[] lines)
    {
        var now = time.GetUtcNow();
        var tasks = Tasks.After(incident.Tasks, TimelineEntry.Of(incident.Id, now, request.By.Id, what));
        var after = incident with { Tasks = tasks, TasksEver = Math.Max(incident.TasksEver, tasks.Max(task => task.Number)) };
        var written = changes.Of(after, request.By.Id, what);
        written = written with { Schedule = [.. written.Schedule, .. IncidentChanges.Reminder(after, policy)] };
        return Answered(Announced(written, incident, new Card($"{incident.Label}: {request.By.Name} {EventText.Of(what)}")), request, answer, lines);
    }

    private string Reminding(TimelineEvent.TaskGiven what)
    {
        var due = what.Due ?? time.GetUtcNow() + policy.TaskTime;
        return $"{what.OwnerName ?? "The channel"} is reminded{(due > time.GetUtcNow() ? $" at {Moment.Of(due)}" : "")}, until it is done or dropped.";
    }

    private Changes NoTask(Request request, Incident incident, int task) => decisions.Refuse(
        request,
        incident.Label,
        $"{incident.Label} has no task t{task}.",
        incident.Tasks.Count == 0
            ? $"To give one: /incident task {incident.Label} <what> @who by friday."
            : $"There are: {string.Join("; ", incident.Tasks.Select(other => TaskText.Of(other, people)))}.");

    private static IncidentTask? TaskOf(Incident incident, int task) => incident.Tasks.FirstOrDefault(other => other.Number == task);

    /// <summary>Numbers are not given twice, also where a task was struck.</summary>
    private static int NextTask(Incident incident) => incident.TasksEver + 1;
}
