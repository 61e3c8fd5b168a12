using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>Who may know of an incident. Everybody knows of one that is not private.</summary>
public static class IncidentVisibility
{
    public static bool MaySee(Person person, Incident incident) => Reader.Of(person).Sees(incident);
}

/// <summary>For whom incidents are read: what they may not see is not there for them. Stores ask the same of their rows.</summary>
public sealed record Reader
{
    /// <summary>The bot itself, which works on all of them. Never for an answer to a person.</summary>
    public static readonly Reader Bot = new();

    /// <summary>Whoever reads where anybody may: no private incident at all.</summary>
    public static readonly Reader Anybody = new() { OnlyWith = new PersonId("") };

    private Reader()
    {
    }

    /// <summary>Of private incidents only those that involve this person; null for no such limit.</summary>
    public PersonId? OnlyWith { get; private init; }

    public static Reader Of(Person person) => person.May(Permissions.Administer) ? Bot : new Reader { OnlyWith = person.Id };

    public bool Sees(Incident incident) => !incident.IsPrivate || OnlyWith is not { } person || incident.Involved.Contains(person);
}
