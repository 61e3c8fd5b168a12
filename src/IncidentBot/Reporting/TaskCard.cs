using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>The tasks of an incident, and the reminder of those that are due.</summary>
internal sealed class TaskCard(PeopleDirectory people)
{
    private const int ButtonsShown = 3;

    public Card List(Incident incident)
    {
        var (open, over) = (incident.Tasks.Where(task => task.IsOpen).ToList(), incident.Tasks.Where(task => !task.IsOpen).ToList());
        return new Card(incident.Tasks.Count == 0
            ? $"{incident.Label} has no tasks"
            : $"{incident.Label}: {open.Count} of {Plural.Of(incident.Tasks.Count, "task")} to be done")
        {
            Tone = open.Count > 0 ? Tone.Warning : Tone.Neutral,
            Blocks =
            [
                .. open.Concat(over).Select(task => new CardBlock.Text(TaskText.Whole(task, people))),
                new CardBlock.Footnote($"To give one: /incident task {incident.Label} <what> @who by friday."),
            ],
            Buttons = [.. Buttons(incident, open)],
        };
    }

    /// <param name="due">At least one.</param>
    public Card Reminder(Incident incident, IReadOnlyList<IncidentTask> due) =>
        new($"{Marks.Of(incident)}: {Plural.Of(due.Count, "task is", "tasks are")} due")
        {
            Tone = Tone.Warning,
            Blocks =
            [
                .. due.Select(task => new CardBlock.Text(TaskText.Of(task, people))),
                new CardBlock.Footnote(
                    $"Another time: /incident task {incident.Label} {due[0].Label} by friday. "
                    + $"Not to be done: /incident drop {incident.Label} {due[0].Label} <why>."),
            ],
            Buttons = [.. Buttons(incident, due), new CardButton("All tasks", $"/incident tasks {incident.Label}")],
        };

    private static IEnumerable<CardButton> Buttons(Incident incident, IReadOnlyList<IncidentTask> tasks) =>
        tasks.Take(ButtonsShown).Select(task => new CardButton($"{task.Label} is done", $"/incident done {incident.Label} {task.Label}"));
}
