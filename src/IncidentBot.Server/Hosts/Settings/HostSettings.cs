using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Hosts.Services;
using IncidentBot.Settings;

namespace IncidentBot.Hosts.Settings;

/// <summary>Reads <c>Hosts:NAME</c> and what is below it.</summary>
internal static partial class HostSettings
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public static ManagedHost Read(StrictSection section)
    {
        var host = new ManagedHost(section.Name)
        {
            Prefix = section.Argv("Prefix"),
            PrefixIsShell = section.Flag("PrefixIsShell", true),
            Environment = section.Environment("Environment"),
            Services = section.Each("Services", ReadService),
            Logs = ReadLogs(section),
            Aof = section.Each("Aof", ReadAof),
            Commands = section.Each("Commands", CommandSettings.Read),
        };
        section.NothingElse();
        if (!StrictSection.IsName(section.Name))
        {
            section.Fault("", $"is called '{section.Name}'. Expected a name that can be typed after 'on'. Example: app1");
        }

        CommandSettings.CheckUndo(section, host.Commands);
        CheckSecretsStayHere(section, host);
        return host;
    }

    private static ManagedService ReadService(StrictSection section)
    {
        if (section.Text("Manager") is null)
        {
            section.Fault("Manager", "is missing. Expected Pm2 or Systemd or Docker or Gunicorn.");
        }

        var manager = section.Choice("Manager", ServiceManager.Systemd, Enum.GetValues<ServiceManager>());
        var service = new ManagedService(section.Name, manager, section.Text("Name") ?? section.Name)
        {
            PidFile = section.Text("PidFile"),
            Grace = section.Time("Grace", TimeSpan.FromSeconds(30), Longest),
            Settle = section.Time("Settle", TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10)),
            Risk = section.Choice("Risk", Risk.Change, Risk.Change, Risk.Destructive),
            Environment = section.Environment("Environment"),
        };
        section.NothingElse();
        if (!UnitName().IsMatch(service.Unit))
        {
            section.Fault("Name", $"is '{service.Unit}'. Expected the name that {manager} knows it by. Example: worker");
        }

        if (manager is ServiceManager.Gunicorn && WhyNoPath(service.PidFile ?? "") is { } fault)
        {
            section.Fault("PidFile", $"is '{service.PidFile}', which {fault}. gunicorn writes it with --pid. Example: /run/gunicorn/api.pid");
        }
        else if (manager is not ServiceManager.Gunicorn && service.PidFile is not null)
        {
            section.Fault("PidFile", "is for gunicorn only.");
        }

        if (manager is not ServiceManager.Pm2 && service.Environment.Count > 0)
        {
            section.Fault("Environment", $"is for Pm2 only: {manager} takes it from its own configuration.");
        }

        return service;
    }

    private static Dictionary<string, string> ReadLogs(StrictSection section)
    {
        Dictionary<string, string> logs = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, path) in section.Each("Logs", log => log.Value()))
        {
            if (WhyNoPath(path ?? "") is { } fault)
            {
                section.Fault($"Logs:{name}", $"is '{path}', which {fault}. Example: /var/log/redis/redis-server.log");
            }

            logs[name] = path ?? "";
        }

        return logs;
    }

    private static AppendOnlyFile ReadAof(StrictSection section)
    {
        var aof = new AppendOnlyFile(
            section.Name,
            section.Text("Directory", "/var/lib/redis/appendonlydir", WhyNoPath),
            section.Text("Manifest", "appendonly.aof.manifest", value => FileName().IsMatch(value) ? null : "is no file name"),
            section.Text("Backup", "/var/backups/redis", WhyNoPath),
            section.Number("Port", 1, 65535, 6379));
        section.NothingElse();
        return aof;
    }

    /// <summary>Behind a prefix the environment is part of argv, which everybody on both machines can read.</summary>
    private static void CheckSecretsStayHere(StrictSection section, ManagedHost host)
    {
        if (host.Prefix.Count == 0)
        {
            return;
        }

        foreach (var (where, names) in host.Services.Select(pair => ($"Services:{pair.Key}:Environment", pair.Value.Environment.Keys))
            .Concat(host.Commands.Select(pair => ($"Commands:{pair.Key}:Environment", pair.Value.Environment.Keys)))
            .Append(("Environment", host.Environment.Keys)))
        {
            foreach (var name in names.Where(ConfiguredSecrets.IsSecretVariable))
            {
                section.Fault($"{where}:{name}", "looks like a secret, and behind a Prefix it would show in the process list. Keep it on the host itself.");
            }
        }
    }

    private static string? WhyNoPath(string path) => AbsolutePath().IsMatch(path) && !path.Split('/').Contains("..") ? null : "is no absolute path";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.@:-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex UnitName();

    [GeneratedRegex(@"\A/[^\x00-\x1f]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex FileName();
}
