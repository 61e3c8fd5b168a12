namespace IncidentBot.Hosts.Services;

internal sealed class ServiceManagers(IEnumerable<IServiceManager> managers)
{
    private readonly Dictionary<ServiceManager, IServiceManager> managers = managers.ToDictionary(manager => manager.Kind);

    public IServiceManager Of(ManagedService service) => managers[service.Manager];
}
