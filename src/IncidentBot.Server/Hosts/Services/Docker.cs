using System.Globalization;
using System.Text.Json;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Services;

/// <summary>https://docs.docker.com/reference/cli/docker/container/. Only the state is asked for: all of <c>inspect</c> holds the environment.</summary>
internal sealed class Docker(HostShell shell, TimeProvider time) : IServiceManager
{
    public ServiceManager Kind => ServiceManager.Docker;

    public async Task<ServiceState> ReadAsync(ManagedHost host, ManagedService service, CancellationToken ct)
    {
        var inspected = await shell.ReadAsync(
            host,
            HostTask.Of("docker", "inspect", "--type", "container", "--format", "{{json .State}} {{.RestartCount}}", service.Unit),
            ct);
        var line = inspected.Lines.LastOrDefault(line => line.StartsWith('{'))
            ?? throw new HostTroubleException("docker answered with something else than the container's state");
        var end = line.LastIndexOf('}') + 1;
        using var state = JsonDocument.Parse(line[..end]);
        string Text(string name) => state.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
        var running = Text("Running") == "True" && Text("Restarting") != "True";
        return new ServiceState(running, Text("Status"))
        {
            Processes = int.TryParse(Text("Pid"), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? [pid] : [],
            Up = running && DateTimeOffset.TryParse(Text("StartedAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
                ? time.GetUtcNow() - since
                : null,
            Restarts = int.TryParse(line[end..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var restarts) ? restarts : null,
            ManagersGrace = Duration.Words(service.Grace),
            Remark = Text("OOMKilled") == "True" ? "killed because its memory was full" : running ? Health(state.RootElement) : $"exit code {Text("ExitCode")}",
        };
    }

    public HostTask Logs(ManagedService service, int lines) => HostTask.Of("docker", "logs", "--tail", $"{lines}", service.Unit);

    /// <summary>docker waits ten seconds unless told: the configured grace is what the jobs of this service take.</summary>
    public Task<HostTask> RestartAsync(ManagedHost host, ManagedService service, CancellationToken ct) =>
        Task.FromResult(HostTask.Of("docker", "restart", "-t", $"{Math.Ceiling(service.Grace.TotalSeconds):0}", service.Unit));

    public string EffectOnWork(ManagedService service, ServiceState state) =>
        $"docker kills the container {Duration.Words(service.Grace)} after asking it to end: a job that takes longer is cut off and stalls.";

    public string? WhyNotRestarted(ManagedService service, IReadOnlyList<int> before, ServiceState after) =>
        before.Intersect(after.Processes).Any() ? $"process {before.Intersect(after.Processes).First()} is still the old one" : null;

    private static string? Health(JsonElement state) =>
        state.TryGetProperty("Health", out var health)
            && health.ValueKind is JsonValueKind.Object
            && health.TryGetProperty("Status", out var status)
            && status.GetString() is { } word and not "healthy"
            ? $"its health check says {word}"
            : null;
}
