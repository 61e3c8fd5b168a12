namespace IncidentBot.People;

internal static class PeopleServices
{
    private const string Groups = "Groups";

    /// <summary>
    /// The people of the configuration, and those that a platform brings along, such as the two of the local chat; and the
    /// groups of platforms.
    /// </summary>
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton(
            provider => new PeopleDirectory(Listed(provider.GetRequiredService<IConfiguration>().GetSection("People")).Concat(provider.GetServices<Person>())))

        // Nothing comes from a service or an alert source yet; the doors through which they come will give what they may do.
        .AddSingleton(Grants.None)
        .AddSingleton(provider => new GroupPermissions(
            (provider.GetRequiredService<IConfiguration>().GetSection($"People:{Groups}").Get<GroupOptions[]>() ?? []).Select(group => group.ToGroup()),
            provider.GetServices<IGroupMembers>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GroupPermissions>>()));

    private static IEnumerable<Person> Listed(IConfigurationSection section) =>
        section.GetChildren()
            .Where(child => !child.Key.Equals(Groups, StringComparison.OrdinalIgnoreCase))
            .Select(child => (child.Get<PersonOptions>() ?? new PersonOptions()).ToPerson());
}
