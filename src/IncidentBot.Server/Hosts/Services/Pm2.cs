using System.Text.Json;

namespace IncidentBot.Hosts.Services;

/// <summary>https://pm2.keymetrics.io/docs/usage/process-management/. One name can be several processes.</summary>
internal sealed class Pm2(HostShell shell, TimeProvider time) : IServiceManager
{
    // What PM2 waits between SIGINT and SIGKILL unless its kill_timeout says otherwise.
    private const int UsualKillTimeout = 1600;

    // The list holds the whole environment of every process.
    private const int MaxList = 16 * 1024 * 1024;

    public ServiceManager Kind => ServiceManager.Pm2;

    public async Task<ServiceState> ReadAsync(ManagedHost host, ManagedService service, CancellationToken ct)
    {
        var listed = await shell.ReadAsync(host, HostTask.Of("pm2", "jlist") with { MaxCharacters = MaxList }, ct);
        using var document = Parse(listed.Output);
        var entries = document.RootElement.EnumerateArray().Where(entry => entry.GetProperty("name").GetString() == service.Unit).Select(Entry.Read).ToArray();
        if (entries.Length == 0)
        {
            throw new HostTroubleException($"PM2 on {host.Name} knows no process '{service.Unit}'");
        }

        var online = entries.Where(entry => entry.Status == "online").ToArray();
        var now = time.GetUtcNow();
        return new ServiceState(
            online.Length == entries.Length,
            string.Join(" and ", entries.GroupBy(entry => entry.Status).Select(group => entries.Length == 1 ? group.Key : $"{group.Count()} {group.Key}")))
        {
            Processes = [.. online.Select(entry => entry.Pid).Where(pid => pid > 0).Order()],
            Up = online.Length == 0 ? null : now - online.Max(entry => entry.Since),
            Restarts = entries.Sum(entry => entry.Restarts),
            MemoryBytes = online.Sum(entry => entry.Memory),
            ManagersGrace = $"{entries.Min(entry => entry.KillTimeout) / 1000.0:0.0} s",
        };
    }

    public HostTask Logs(ManagedService service, int lines) => HostTask.Of("pm2", "logs", service.Unit, "--nostream", "--lines", $"{lines}");

    /// <summary><c>--env NAME</c> works with an ecosystem file only; <c>--update-env</c> takes over the environment that is given.</summary>
    public Task<HostTask> RestartAsync(ManagedHost host, ManagedService service, CancellationToken ct) => Task.FromResult(
        service.Environment.Count == 0
            ? HostTask.Of("pm2", "restart", service.Unit)
            : HostTask.Of("pm2", "restart", service.Unit, "--update-env") with { Environment = service.Environment });

    public string EffectOnWork(ManagedService service, ServiceState state) =>
        $"PM2 kills a process {state.ManagersGrace} after asking it to end (its kill_timeout): a job that takes longer is cut off and stalls.";

    public string? WhyNotRestarted(ManagedService service, IReadOnlyList<int> before, ServiceState after) =>
        before.Intersect(after.Processes).Any() ? $"process {before.Intersect(after.Processes).First()} is still the old one" : null;

    /// <summary>A daemon that was started by the question says so first, in lines that begin with a bracket as well.</summary>
    private static JsonDocument Parse(string output)
    {
        var start = Math.Max(output.LastIndexOf("\n[{", StringComparison.Ordinal) + 1, output.LastIndexOf("\n[]", StringComparison.Ordinal) + 1);
        try
        {
            return JsonDocument.Parse(output[start..]);
        }
        catch (JsonException)
        {
            throw new HostTroubleException("PM2 answered with something else than its list of processes");
        }
    }

    private sealed record Entry(string Status, int Pid, DateTimeOffset Since, int Restarts, long Memory, int KillTimeout)
    {
        public static Entry Read(JsonElement entry)
        {
            var settings = entry.GetProperty("pm2_env");
            return new Entry(
                settings.GetProperty("status").GetString() ?? "unknown",
                Number(entry, "pid") is { } pid ? (int)pid : 0,
                DateTimeOffset.FromUnixTimeMilliseconds(Number(settings, "pm_uptime") ?? 0),
                (int)(Number(settings, "restart_time") ?? 0),
                entry.TryGetProperty("monit", out var monit) ? Number(monit, "memory") ?? 0 : 0,
                (int)(Number(settings, "kill_timeout") ?? UsualKillTimeout));
        }

        private static long? Number(JsonElement of, string name) =>
            of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
    }
}
