using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>systemd and its relatives, PM2, supervisor.</summary>
internal sealed class ServiceManagers : ICommandFamily
{
    private const int MostUnits = 20;

    public IReadOnlyList<string> Programs { get; } =
    [
        "systemctl", "service", "rc-service", "pm2", "supervisorctl", "initctl", "brew", "launchctl", "monit", "sv",
    ];

    public static Verdict RestartOfRedis { get; } = Verdict.Manual(
        "last of all: /redis persistence first, mend the disk, then /host restart where it is configured",
        "Redis refuses to stop while it cannot save, so the restart hangs; and without an append-only file, what came after the last snapshot is lost.");

    public Verdict Read(Invocation call, Rulebook rules)
    {
        var words = call.Operands("--env", "--lines", "-n", "-u", "-p", "-t", "--signal", "-c");
        var (verb, unit) = call.Program is "service" or "rc-service"
            ? (words.ElementAtOrDefault(1) ?? "", words.ElementAtOrDefault(0) ?? "")
            : call.Program == "brew" && words is ["services", ..] ? (words.ElementAtOrDefault(1) ?? "", words.ElementAtOrDefault(2) ?? "")
            : (words.ElementAtOrDefault(0) ?? "", words.ElementAtOrDefault(1) ?? "");
        var units = call.Program is "service" or "rc-service" ? [unit] : words.Skip(call.Program == "brew" ? 2 : 1).DefaultIfEmpty("").ToList();
        return units.Count > MostUnits ? Verdict.Manual("one by one, by a person", $"It names {units.Count} services at once.")
            : units.Count > 1 ? Verdict.Several([.. units.Select(each => Of(call, verb, each))]) : Of(call, verb, unit);
    }

    /// <summary><c>/etc/init.d/redis restart</c> is <c>service redis restart</c>.</summary>
    public static Verdict InitScript(Invocation call, Rulebook rules) =>
        rules.ReadCommand(new ShellCommand([new ShellWord("service", []), new ShellWord(call.Program, []), .. call.Arguments], [], []));

    private static Verdict Of(Invocation call, string verb, string unit) => verb switch
    {
        "status" or "is-active" or "is-failed" or "describe" when unit.Length > 0 => Hosts.Status(unit, call.ToString()),
        "status" or "is-active" or "is-enabled" or "is-failed" or "show" or "cat" or "list" or "ls" or "list-units"
            or "describe" or "info" or "jlist" or "prettylist" or "avail" or "list-dependencies" or "list-timers" => Hosts.Reads(call.ToString()),
        "monit" => Hosts.Reads("pm2 list", "pm2 monit fills a terminal and never ends."),
        "logs" or "tail" => Hosts.Logs(unit, call.Program == "pm2" && !call.Has("--nostream")
            ? $"pm2 logs {unit} --nostream --lines 100".Replace("  ", " ", StringComparison.Ordinal)
            : call.ToString(), "It streams without end unless told to stop; the last lines are what is needed."),
        "restart" or "try-restart" or "reload-or-restart" or "condrestart" or "force-reload" when IsRedis(unit) => RestartOfRedis,
        "stop" or "kill" or "disable" or "mask" when IsRedis(unit) =>
            Verdict.Manual("by a person, after /redis persistence", "It ends the service for everybody, and Redis refuses to stop while it cannot save."),
        "start" when IsRedis(unit) =>
            Hosts.Changes(call.ToString(), "Then /redis ping: while it loads its data it answers LOADING, and a second start helps nothing."),
        "restart" when call.Program == "pm2" && call.Has("--env") => Hosts.Restart(
            unit,
            $"pm2 restart {unit} --update-env",
            "As written it fails: --env needs an ecosystem file. --update-env takes the new environment over."),
        "restart" or "try-restart" or "reload-or-restart" or "condrestart" or "reload" or "startOrReload" or "startOrRestart"
            or "gracefulReload" or "force-reload" => Hosts.Restart(unit, call.ToString(), call.Program
            == "pm2"
            ? "PM2 kills after 1.6 seconds unless kill_timeout says otherwise: a job in work is cut off and stalls. "
                + "The grace must be longer than the longest job."
            : "The grace before the kill must be longer than the longest job, or jobs in work stall."),
        "start" or "scale" or "enable" or "unmask" or "resurrect" or "update" or "reread" =>
            Hosts.Changes(call.ToString(), "It starts what is configured on the host."),
        "stop" => Verdict.Manual("by a person who knows what brings it back", "It ends a service; somebody has to start it again."),
        "daemon-reload" or "save" or "startup" or "reset-failed" => Hosts.Changes(call.ToString(), "It concerns the service manager itself; nothing restarts."),
        "delete" or "kill" or "flush" or "remove" or "shutdown" or "disable" or "mask" or "clear" =>
            Verdict.Manual("by a person who knows what brings it back", "It takes the service or its logs away."),
        "edit" or "set" or "set-property" or "set-environment" or "signal" or "sendSignal" or "fg" or "add" =>
            Verdict.Manual("done by a person on the host", "It changes how the service runs; note the old value."),
        "install" or "upgrade" => Verdict.Manual("done by a person, through the usual deployment", "It changes which version runs."),
        "" => Verdict.Nothing("It only explains itself."),
        _ => Verdict.Unknown($"'{verb}' is not a verb of {call.Program} that is known here."),
    };

    public static bool IsRedis(string unit) =>
        unit.Contains("redis", StringComparison.OrdinalIgnoreCase) || unit.Contains("valkey", StringComparison.OrdinalIgnoreCase);
}
