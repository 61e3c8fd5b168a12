using IncidentBot.Chat;
using IncidentBot.People;
using IncidentBot.Words;
using Microsoft.Extensions.Options;

namespace IncidentBot.Cli.Doctor;

/// <summary>Whether anybody may repair anything, and a second person approve it.</summary>
internal static class PeopleCheck
{
    private const string Area = "people";

    private const string Example = "People:0:Id=ada, People:0:Name=Ada Lovelace, People:0:Accounts:0=slack:T1DC2JH3J:U2CERLKJA, "
        + "People:0:Permissions:0=Respond, People:0:Permissions:1=Approve";

    public static IEnumerable<Finding> Find(IServiceProvider bot)
    {
        var all = bot.GetRequiredService<PeopleDirectory>().All;
        var groups = bot.GetRequiredService<IOptions<PeopleOptions>>().Value.Groups.Select(group => group.ToGroup()).ToList();
        yield return Allowed(all, groups, Permissions.Respond, least: 1);
        yield return Allowed(all, groups, Permissions.Approve, least: 2);

        var platforms = bot.GetServices<IChatPlatform>().Select(platform => platform.Name).Except(BesideTheChats.Platforms).ToHashSet();
        foreach (var platform in platforms.Where(platform => !all.Any(Respondent(platform)) && !groups.Any(group => MayRespond(group, platform))))
        {
            yield return Finding.Wrong(Area, $"nobody who may Respond has an account of {platform}: add it under People, as {Example}.");
        }

        foreach (var person in all)
        {
            foreach (var account in person.Accounts
                .Where(account => !BesideTheChats.Platforms.Contains(account.Platform) && !platforms.Contains(account.Platform)))
            {
                yield return Finding.Warning(Area, $"{person.Id} has the account {account}, and {account.Platform} is not configured.");
            }
        }
    }

    private static Finding Allowed(IReadOnlyList<Person> all, IReadOnlyList<PersonGroup> groups, Permissions permission, int least)
    {
        var (people, members) = (all.Where(person => person.May(permission)).ToList(), groups.Count(group => group.Permissions.HasFlag(permission)));
        return people.Count == 0 && members == 0
                ? Finding.Wrong(Area, $"nobody may {permission}: list who may, for example {Example}.")
            : people.Count < least && members == 0
                ? Finding.Warning(Area, $"{people[0].Name} alone may {permission}, and nobody approves what they asked for themselves: list a second person.")
            : Finding.Ok(Area, $"{Plural.Of(people.Count, "person", "people")}{(members > 0 ? $" and {Plural.Of(members, "group")}" : "")} may {permission}.");
    }

    private static Func<Person, bool> Respondent(string platform) =>
        person => person.May(Permissions.Respond) && person.Accounts.Any(account => account.Platform == platform);

    private static bool MayRespond(PersonGroup group, string platform) => group.Platform == platform && group.Permissions.HasFlag(Permissions.Respond);
}
