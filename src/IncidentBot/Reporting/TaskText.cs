using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>A task in one line, and all of them for a card.</summary>
public static class TaskText
{
    /// <summary>The first to be done; the list has all of them.</summary>
    private const int MostShown = 3;

    /// <summary><c>t1 Write the limit into redis.conf (Grace, by 17:00)</c>.</summary>
    public static string Of(IncidentTask task, PeopleDirectory people) => $"{task.Label} {task.What.TrimEnd('.')} ({Who(task, people)}{Due(task)})";

    /// <summary>With how it ended.</summary>
    public static string Whole(IncidentTask task, PeopleDirectory people) => task.End switch
    {
        null => Of(task, people),
        { IsDone: true } end => $"{task.Label} {task.What.TrimEnd('.')}: done{By(end, people)} {Moment.Of(end.At)}{(end.Why.Length > 0 ? $": {end.Why}" : "")}",
        { } end => $"{task.Label} {task.What.TrimEnd('.')}: dropped{By(end, people)}: {end.Why}",
    };

    /// <summary>What is to be done, the most urgent first; null where nothing is.</summary>
    public static string? Open(Incident incident, PeopleDirectory people)
    {
        var open = incident.Tasks.Where(task => task.IsOpen).OrderBy(task => task.Due ?? DateTimeOffset.MaxValue).ThenBy(task => task.Number).ToList();
        return open.Count == 0 ? null
            : string.Join("; ", open.Take(MostShown).Select(task => Of(task, people)))
                + (open.Count > MostShown ? $"; {Plural.Of(open.Count - MostShown, "more", "more")}: /incident tasks {incident.Label}" : "");
    }

    private static string Who(IncidentTask task, PeopleDirectory people) => task.Owner is { } owner ? people.NameOf(owner) : "nobody has it";

    private static string Due(IncidentTask task) => task.Due is { } due ? $", by {Moment.Of(due)}" : "";

    private static string By(TaskEnd end, PeopleDirectory people) => end.By is { } by ? $" by {people.NameOf(by)}" : "";
}
