using System.Globalization;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Services;

/// <summary>
/// https://docs.gunicorn.org/en/stable/signals.html: HUP starts new workers with the new code and lets the old ones finish, under
/// the same master. Starting gunicorn once more only finds the port taken.
/// </summary>
internal sealed class Gunicorn(HostShell shell) : IServiceManager
{
    public ServiceManager Kind => ServiceManager.Gunicorn;

    public async Task<ServiceState> ReadAsync(ManagedHost host, ManagedService service, CancellationToken ct)
    {
        var table = await ProcessTable.ReadAsync(shell, host, ct);
        if (await MasterAsync(host, service, table, ct) is not { } master)
        {
            return new ServiceState(false, "not running") { Remark = $"the process that {service.PidFile} names is gone" };
        }

        var workers = table.Rows.Where(row => row.Parent == master.Pid && !row.State.StartsWith('Z')).ToArray();
        return new ServiceState(workers.Length > 0, workers.Length switch
        {
            0 => "master without workers",
            1 => "master with 1 worker",
            var count => $"master with {count} workers",
        })
        {
            Processes = [master.Pid, .. workers.Select(worker => worker.Pid).Order()],
            Up = master.Age,
            MemoryBytes = master.MemoryBytes + workers.Sum(worker => worker.MemoryBytes),
            ManagersGrace = Duration.Words(service.Grace),
        };
    }

    public HostTask Logs(ManagedService service, int lines) =>
        throw new HostTroubleException($"gunicorn keeps no log that can be asked for; put its error log under Logs and type /host log {service.Name}");

    public async Task<HostTask> RestartAsync(ManagedHost host, ManagedService service, CancellationToken ct)
    {
        var master = await MasterAsync(host, service, await ProcessTable.ReadAsync(shell, host, ct), ct)
            ?? throw new HostTroubleException(
                $"gunicorn is not running: the process that {service.PidFile} names is gone. A reload needs a master; start it through whatever starts it");
        return HostTask.Of("kill", "-HUP", master.Pid.ToString(CultureInfo.InvariantCulture));
    }

    public string EffectOnWork(ManagedService service, ServiceState state) =>
        "A graceful reload: the master stays, new workers start with the new code, "
            + "old ones finish their request first (gunicorn's graceful_timeout, 30 s unless set).";

    /// <summary>The master comes first: it stays, and every worker is another one.</summary>
    public string? WhyNotRestarted(ManagedService service, IReadOnlyList<int> before, ServiceState after)
    {
        var old = before.Skip(1).Intersect(after.Processes.Skip(1)).ToArray();
        return before.Count > 0 && after.Processes.Count > 0 && before[0] != after.Processes[0]
            ? $"the master is {after.Processes[0]} and was {before[0]}: that was no reload"
            : old.Length > 0 ? $"worker {old[0]} is still an old one"
            : null;
    }

    /// <summary>Whoever has the id of a dead master now must not get its signals.</summary>
    private async Task<ProcessRow?> MasterAsync(ManagedHost host, ManagedService service, ProcessTable table, CancellationToken ct)
    {
        var read = await shell.RunAsync(host, HostTask.Of("cat", "--", service.PidFile!), ct);
        if (!read.Succeeded)
        {
            // It takes the file away when it ends.
            return read.Errors.Contains("No such file", StringComparison.Ordinal) ? null : throw new HostTroubleException(read.Trouble);
        }

        if (!int.TryParse(read.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid < 2)
        {
            throw new HostTroubleException($"{service.PidFile} holds no process id");
        }

        return table.Find(pid) is { } row && IsGunicorn(row) ? row : null;
    }

    /// <summary>
    /// <c>gunicorn: master [app]</c> where it can set its title, else <c>python3 /usr/bin/gunicorn …</c> or <c>python3 -m gunicorn …</c>.
    /// </summary>
    private static bool IsGunicorn(ProcessRow row) =>
        row.Command.Split(' ').Take(3).Any(word => Path.GetFileName(word).TrimEnd(':') is "gunicorn" or "gunicorn3");
}
