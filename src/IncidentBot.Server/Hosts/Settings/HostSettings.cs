using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Hosts.Services;
using IncidentBot.Settings;

namespace IncidentBot.Hosts.Settings;

/// <summary>Makes a host of <c>Hosts:NAME</c>, or says of each setting that cannot be used what is wrong with it.</summary>
internal sealed partial class HostSettings(string name, SettingFaults faults)
{
    private readonly string section = $"Hosts:{name}";

    public ManagedHost Read(HostOptions options)
    {
        var commands = options.Commands.ToDictionary(
            pair => pair.Key,
            pair => new CommandSettings($"{section}:Commands:{pair.Key}", faults).Read(pair.Key, pair.Value),
            StringComparer.OrdinalIgnoreCase);
        var host = new ManagedHost(name)
        {
            Prefix = options.Prefix,
            PrefixIsShell = options.PrefixIsShell,
            Environment = options.Environment,
            Services = Each("Services", options.Services, ReadService),
            Logs = Each("Logs", options.Logs, ReadLog),
            Aof = Each("Aof", options.Aof, ReadAof),
            Commands = commands,
        };
        faults.Check(IsName(name), $"Hosts has '{name}'. Expected a name that can be typed after 'on'. Example: app1");
        CheckArgv($"{section}:Prefix", options.Prefix, faults);
        CheckVariables($"{section}:Environment", options.Environment, faults);
        foreach (var command in commands.Values)
        {
            CheckName($"{section}:Commands", command.Name, faults);
            new CommandSettings($"{section}:Commands:{command.Name}", faults).CheckUndo(command, commands);
        }

        CheckSecretsStayHere(host);
        return host;
    }

    public static bool IsName(string text) => TypedName().IsMatch(text);

    public static void CheckName(string section, string name, SettingFaults faults) => faults.Check(
        IsName(name),
        $"{section} has '{name}'. Expected a name that can be typed: letters, digits, '.', '_' and '-'. Example: worker");

    /// <summary>A list whose first word is a program.</summary>
    public static void CheckArgv(string setting, IReadOnlyList<string> words, SettingFaults faults)
    {
        faults.Check(
            words.Count == 0 || Program().IsMatch(words[0]),
            $"{setting} starts with '{(words.Count > 0 ? words[0] : "")}'. Expected the name or the absolute path of a program, "
                + "and its arguments as further words. Example: [\"kubectl\", \"get\", \"pods\"]");
        faults.Check(!words.Any(word => word.Contains('\0', StringComparison.Ordinal)), $"{setting} has a NUL character in it.");
    }

    public static void CheckVariables(string setting, Dictionary<string, string> variables, SettingFaults faults)
    {
        foreach (var variable in variables.Keys.Where(variable => !VariableName().IsMatch(variable)))
        {
            faults.Add($"{setting} has '{variable}'. Expected the name of an environment variable. Example: JOB_QUEUE_MODE");
        }
    }

    private Dictionary<string, TFact> Each<TOptions, TFact>(string setting, Dictionary<string, TOptions> all, Func<string, string, TOptions, TFact> read) =>
        all.ToDictionary(
            pair => pair.Key,
            pair =>
            {
                CheckName($"{section}:{setting}", pair.Key, faults);
                return read($"{section}:{setting}:{pair.Key}", pair.Key, pair.Value);
            },
            StringComparer.OrdinalIgnoreCase);

    private ManagedService ReadService(string at, string service, ServiceOptions options)
    {
        faults.Check(options.Manager is not null, $"{at}:Manager is missing. Expected Pm2 or Systemd or Docker or Gunicorn.");
        var manager = options.Manager ?? ServiceManager.Systemd;
        var unit = options.Name is { Length: > 0 } named ? named : service;
        faults.Check(UnitName().IsMatch(unit), $"{at}:Name is '{unit}'. Expected the name that {manager} knows it by. Example: worker");
        faults.Check(options.Risk is not Risk.Observe, $"{at}:Risk is 'Observe'. Expected Change or Destructive.");
        if (manager is ServiceManager.Gunicorn && WhyNoPath(options.PidFile ?? "") is { } fault)
        {
            faults.Add($"{at}:PidFile is '{options.PidFile}', which {fault}. gunicorn writes it with --pid. Example: /run/gunicorn/api.pid");
        }

        faults.Check(manager is ServiceManager.Gunicorn || options.PidFile is null, $"{at}:PidFile is for gunicorn only.");
        faults.Check(
            manager is ServiceManager.Pm2 || options.Environment.Count == 0,
            $"{at}:Environment is for Pm2 only: {manager} takes it from its own configuration.");
        CheckVariables($"{at}:Environment", options.Environment, faults);
        return new ManagedService(service, manager, unit)
        {
            PidFile = options.PidFile,
            Grace = options.Grace,
            Settle = options.Settle,
            Risk = options.Risk,
            Environment = options.Environment,
        };
    }

    private string ReadLog(string at, string log, string path)
    {
        Check(at, path, WhyNoPath, "/var/log/redis/redis-server.log");
        return path;
    }

    private AppendOnlyFile ReadAof(string at, string aof, AofOptions options)
    {
        Check($"{at}:Directory", options.Directory, WhyNoPath, "/var/lib/redis/appendonlydir");
        Check($"{at}:Manifest", options.Manifest, value => FileName().IsMatch(value) ? null : "is no file name", "appendonly.aof.manifest");
        Check($"{at}:Backup", options.Backup, WhyNoPath, "/var/backups/redis");
        faults.Check(options.Port is not null, $"{at}:Port is missing. Example: 6379");
        return new AppendOnlyFile(aof, options.Directory, options.Manifest, options.Backup, options.Port ?? 0);
    }

    private void Check(string setting, string value, Func<string, string?> why, string example)
    {
        if (value.Length == 0)
        {
            faults.Add($"{setting} is missing. Example: {example}");
        }
        else if (why(value) is { } fault)
        {
            faults.Add($"{setting} is '{value}', which {fault}. Example: {example}");
        }
    }

    /// <summary>Behind a prefix the environment is part of argv, which everybody on both machines can read.</summary>
    private void CheckSecretsStayHere(ManagedHost host)
    {
        if (host.Prefix.Count == 0)
        {
            return;
        }

        foreach (var (where, names) in host.Services.Select(pair => ($"Services:{pair.Key}:Environment", pair.Value.Environment.Keys))
            .Concat(host.Commands.Select(pair => ($"Commands:{pair.Key}:Environment", pair.Value.Environment.Keys)))
            .Append(("Environment", host.Environment.Keys)))
        {
            foreach (var variable in names.Where(ConfiguredSecrets.IsSecretVariable))
            {
                faults.Add($"{section}:{where}:{variable} looks like a secret, and behind a Prefix it would show in the process list. "
                    + "Keep it on the host itself.");
            }
        }
    }

    private static string? WhyNoPath(string path) => AbsolutePath().IsMatch(path) && !path.Split('/').Contains("..") ? null : "is no absolute path";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TypedName();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9][A-Za-z0-9._+-]*|/[A-Za-z0-9._+/-]+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Program();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex VariableName();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.@:-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex UnitName();

    [GeneratedRegex(@"\A/[^\x00-\x1f]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex FileName();
}
