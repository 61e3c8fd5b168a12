using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.People;

internal static class PeopleServices
{
    /// <summary>
    /// The people of the configuration, and those that a platform brings along, such as the two of the local chat; and the
    /// groups of platforms.
    /// </summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddSettings<PeopleOptions>(PeopleOptions.Section);
        return services
            .AddSingleton(provider => new PeopleDirectory(
                Settings(provider).Listed.Select(person => person.ToPerson()).Concat(provider.GetServices<Person>())))

            // Nothing comes from a service or an alert source yet; the doors through which they come will give what they may do.
            .AddSingleton(Grants.None)
            .AddSingleton(provider => new GroupPermissions(
                Settings(provider).Groups.Select(group => group.ToGroup()),
                provider.GetServices<IGroupMembers>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<GroupPermissions>>()));
    }

    private static PeopleOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<PeopleOptions>>().Value;
}
