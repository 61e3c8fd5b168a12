namespace IncidentBot.Runbooks.Rules;

internal static class Families
{
    public static IReadOnlyList<ICommandFamily> All { get; } =
    [
        new Wrappers(),
        new RedisCli(),
        new RedisTools(),
        new Kubernetes(),
        new Docker(),
        new ServiceManagers(),
        new TaskQueues(),
        new CloudPlatforms(),
        new HttpClients(),
        new DatabaseClients(),
        new NetworkChecks(),
        new HostReads(),
        new HostChanges(),
        new TextFilters(),
        new ShellBuiltins(),
        new ClusterTools(),
        new Interpreters(),
    ];
}
