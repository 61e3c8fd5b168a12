using System.Globalization;

namespace IncidentBot.Hosts.Services;

/// <summary>systemctl(1) and journalctl(1).</summary>
internal sealed class Systemd(HostShell shell, TimeProvider time) : IServiceManager
{
    public ServiceManager Kind => ServiceManager.Systemd;

    public async Task<ServiceState> ReadAsync(ManagedHost host, ManagedService service, CancellationToken ct)
    {
        var shown = await shell.ReadAsync(
            host,
            HostTask.Of(
                "systemctl",
                "show",
                service.Unit,
                "--no-pager",
                "--property=LoadState,ActiveState,SubState,MainPID,ActiveEnterTimestamp,NRestarts,MemoryCurrent,TimeoutStopUSec,Result"),
            ct);
        var values = shown.Lines.Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        string Value(string name) => values.GetValueOrDefault(name, "");
        if (Value("LoadState") is "not-found" or "")
        {
            throw new HostTroubleException($"systemd on {host.Name} knows no unit '{service.Unit}'");
        }

        var running = Value("ActiveState") == "active";
        return new ServiceState(running, $"{Value("ActiveState")} ({Value("SubState")})")
        {
            Processes = int.TryParse(Value("MainPID"), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? [pid] : [],
            Up = running && Since(Value("ActiveEnterTimestamp")) is { } since ? time.GetUtcNow() - since : null,
            Restarts = int.TryParse(Value("NRestarts"), NumberStyles.None, CultureInfo.InvariantCulture, out var restarts) ? restarts : null,

            // "[not set]", or all bits set, where memory is not accounted for.
            MemoryBytes = long.TryParse(Value("MemoryCurrent"), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null,
            ManagersGrace = Value("TimeoutStopUSec") is { Length: > 0 } grace ? grace : null,
            Remark = Value("Result") is "success" or "" ? null : $"last result: {Value("Result")}",
        };
    }

    public HostTask Logs(ManagedService service, int lines) => HostTask.Of("journalctl", "-u", service.Unit, "-n", $"{lines}", "--no-pager");

    public Task<HostTask> RestartAsync(ManagedHost host, ManagedService service, CancellationToken ct) =>
        Task.FromResult(HostTask.Of("systemctl", "restart", service.Unit));

    public string EffectOnWork(ManagedService service, ServiceState state) => state.ManagersGrace switch
    {
        "0" or "infinity" =>
            "systemd waits without end until the processes have ended (TimeoutStopUSec is infinity): a process that does not end keeps the service down.",
        { } grace => $"systemd kills what is left {grace} after asking it to end (TimeoutStopUSec): a job that takes longer is cut off and stalls.",
        null => "How long systemd waits before it kills is not known: a job that is cut off stalls.",
    };

    public string? WhyNotRestarted(ManagedService service, IReadOnlyList<int> before, ServiceState after) =>
        before.Intersect(after.Processes).Any() ? $"process {before.Intersect(after.Processes).First()} is still the old one" : null;

    /// <summary><c>Sun 2026-11-22 09:10:11 UTC</c>. Another zone has a name that cannot be read back, so it is left out.</summary>
    private static DateTimeOffset? Since(string text) =>
        DateTimeOffset.TryParseExact(text, "ddd yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? since
            : null;
}
