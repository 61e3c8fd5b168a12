namespace IncidentBot.People;

internal static class PeopleServices
{
    /// <summary>The people of the configuration, and those that a platform brings along, such as the two of the local chat.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services) => services.AddSingleton(provider =>
        new PeopleDirectory((provider.GetRequiredService<IConfiguration>().GetSection("People").Get<PersonOptions[]>() ?? [])
            .Select(person => person.ToPerson())
            .Concat(provider.GetServices<Person>())));
}
