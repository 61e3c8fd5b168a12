using IncidentBot.Actions;
using IncidentBot.Cli.Doctor;
using IncidentBot.Hosts.Actions;
using IncidentBot.Hosts.Aof;
using IncidentBot.Hosts.Processes;
using IncidentBot.Hosts.Services;
using IncidentBot.Runbooks;
using IncidentBot.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Hosts;

internal static class HostServices
{
    /// <summary>The hosts of the configuration and what can be looked at and done there.</summary>
    public static IServiceCollection AddHosts(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings("Hosts", (HostsOptions options) => options.Hosts);
        return services
            .AddSingleton<IValidateOptions<HostsOptions>>(
                new FaultsStopTheStart<HostsOptions>((options, faults) => _ = new ManagedHosts(options, faults)))
            .AddSingleton(provider => new ManagedHosts(provider.GetRequiredService<IOptions<HostsOptions>>().Value, new SettingFaults()))
            .AddSingleton<ITargetDoctor, HostDoctor>()
            .AddSingleton(new TargetKind("host", "Hosts", "src/IncidentBot.Server/Hosts/README.md")
            {
                Situation = "A machine or a service on it is in trouble",
                Looks = ["look", "services", "status"],
            })
            .AddSingleton<IReadOnlyList<Target>>(
                provider => [.. provider.GetRequiredService<ManagedHosts>().All.Select(host => new Target(host.Name, "host", host.Address))])
            .AddSingleton<IReadOnlyList<ConfiguredStep>>(provider => HostSteps.Of(provider.GetRequiredService<ManagedHosts>()))
            .AddSingleton<ProcessRunner>()
            .AddSingleton<HostShell>()
            .AddSingleton<IServiceManager, Pm2>()
            .AddSingleton<IServiceManager, Systemd>()
            .AddSingleton<IServiceManager, Docker>()
            .AddSingleton<IServiceManager, Gunicorn>()
            .AddSingleton<ServiceManagers>()
            .AddSingleton<AofTools>()
            .AddSingleton<IRunbookAction, ServicesAction>()
            .AddSingleton<IRunbookAction, StatusAction>()
            .AddSingleton<IRunbookAction, LogsAction>()
            .AddSingleton<IRunbookAction, LogAction>()
            .AddSingleton<IRunbookAction, PsAction>()
            .AddSingleton<IRunbookAction, MetricsAction>()
            .AddSingleton<IRunbookAction, AofCheckAction>()
            .AddSingleton<IRunbookAction, AofFixAction>()
            .AddSingleton<IRunbookAction, RestartAction>()
            .AddSingleton<IRunbookAction, LookAction>()
            .AddSingleton<IRunbookAction, ChangeAction>();
    }
}
