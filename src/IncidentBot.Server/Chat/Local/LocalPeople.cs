using IncidentBot.People;

namespace IncidentBot.Chat.Local;

/// <summary>The two people of the local chat. Two, because a destructive action needs a second human to approve it.</summary>
internal static class LocalPeople
{
    public static readonly Person Ada = Create("ada", "Ada");
    public static readonly Person Grace = Create("grace", "Grace");

    public static IReadOnlyList<Person> All { get; } = [Ada, Grace];

    public static Person? Find(string? id) => All.FirstOrDefault(person => person.Id.Value == id);

    public static Account AccountOf(Person person) => person.Accounts[0];

    private static Person Create(string id, string name) =>
        new(new PersonId(id), name, Permissions.Observe | Permissions.Respond | Permissions.Approve, Listed: true)
        {
            Accounts = [new Account(LocalPlatform.PlatformName, LocalChannels.Workspace, id)],
        };
}
