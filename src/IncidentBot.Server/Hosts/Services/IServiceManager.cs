namespace IncidentBot.Hosts.Services;

/// <summary>How one kind of service manager is asked and told. Each method only says what to run; <see cref="HostShell"/> runs it.</summary>
internal interface IServiceManager
{
    ServiceManager Kind { get; }

    /// <summary>Reads only.</summary>
    /// <exception cref="HostTroubleException">The manager cannot be asked, or does not know the service.</exception>
    Task<ServiceState> ReadAsync(ManagedHost host, ManagedService service, CancellationToken ct);

    /// <exception cref="HostTroubleException">There is no log to read by way of this manager.</exception>
    HostTask Logs(ManagedService service, int lines);

    /// <exception cref="HostTroubleException">It cannot be said what to run.</exception>
    Task<HostTask> RestartAsync(ManagedHost host, ManagedService service, CancellationToken ct);

    /// <summary>What a restart does to work under way, for the plan.</summary>
    string EffectOnWork(ManagedService service, ServiceState state);

    /// <summary>What must be true afterwards; null when it is.</summary>
    /// <param name="before">The process ids before, as <see cref="ServiceState.Processes"/>; empty where they are not known.</param>
    string? WhyNotRestarted(ManagedService service, IReadOnlyList<int> before, ServiceState after);
}
