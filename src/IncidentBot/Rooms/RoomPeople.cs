using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Rooms;

/// <summary>
/// Whom a room is for, by every account they have: what somebody did in Teams brings them into a channel of Slack too, where
/// they are listed with an account there, or have linked one.
/// </summary>
public sealed class RoomPeople(PeopleDirectory people, ILinkStore links, GroupPermissions groups)
{
    /// <summary>Those who opened the incident, took it, have a role in it or were asked in.</summary>
    public async Task<IReadOnlyList<Account>> InvolvedAsync(Incident incident, CancellationToken ct)
    {
        return await AccountsAsync(incident.Involved, ct);
    }

    /// <summary>Everybody with the Respond permission: who is listed, and who is in a group of the room's workspace.</summary>
    public async Task<RoomResponders> RespondersAsync(ChannelRef room, CancellationToken ct)
    {
        var members = await groups.MembersAsync(Permissions.Respond, room.Platform, room.Workspace, ct);
        var listed = await AccountsAsync(people.All.Where(person => person.May(Permissions.Respond)).Select(person => person.Id), ct);
        return new RoomResponders([.. listed.Union(members.Accounts)], members.Unread);
    }

    private async Task<IReadOnlyList<Account>> AccountsAsync(IEnumerable<PersonId> persons, CancellationToken ct)
    {
        List<Account> accounts = [];
        foreach (var person in persons)
        {
            accounts.AddRange(people.AccountsOf(person));
            if (await OwnerAsync(person, ct) is { } owner)
            {
                var linked = (await links.OfAsync(owner.Id, ct)).Where(link => people.OwnerOf(link) is not null).Select(link => link.Account);
                accounts.AddRange(owner.Accounts.Concat(linked));
            }
        }

        return [.. accounts.Distinct()];
    }

    /// <summary>Somebody may have been known by an account alone when they acted, and have linked it since.</summary>
    private async Task<Person?> OwnerAsync(PersonId person, CancellationToken ct) =>
        people.All.FirstOrDefault(listed => listed.Id == person)
        ?? (Account.Read(person.Value) is { } account && await links.FindAsync(account, ct) is { } link ? people.OwnerOf(link) : null);
}

/// <param name="Unread">The members of a group could not be read: some may be missing.</param>
public sealed record RoomResponders(IReadOnlyList<Account> Accounts, bool Unread)
{
    public static readonly RoomResponders None = new([], Unread: false);
}
