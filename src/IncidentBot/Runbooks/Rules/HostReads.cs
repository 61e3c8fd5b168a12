namespace IncidentBot.Runbooks.Rules;

/// <summary>Programs that look at a host.</summary>
internal sealed class HostReads : ICommandFamily
{
    public IReadOnlyList<string> Programs { get; } =
    [
        "ps", "pgrep", "pstree", "top", "htop", "free", "df", "du", "vmstat", "iostat", "mpstat", "sar", "uptime", "uname", "hostname",
        "lscpu", "lsof", "ss", "netstat", "dmesg", "journalctl", "who", "w", "last", "id", "whoami",
        "ls", "stat", "file", "find", "which", "whereis", "locate", "nproc", "pidstat", "iotop", "numactl",
        "ulimit", "getent", "md5sum", "sha256sum", "cksum", "lsblk", "mount", "sysctl", "swapon", "date", "pwd",
        "type", "readlink", "dpkg", "rpm", "tree", "prlimit", "slabtop",
    ];

    public Verdict Read(Invocation call, Rulebook rules) => call.Program switch
    {
        "ss" when call.Has("-K", "--kill") => Verdict.Manual("done by a person on the host", "It closes connections of other programs."),
        "ps" => Verdict.Host("/host ps NAME, with an entry under Hosts:…:Services", "ps piped to grep also finds kernel workers and "
            + "itself. Workers that are connected show under /queue status and /redis clients.") with
        { IsHarmless = true },
        "top" or "htop" or "iotop" or "slabtop" or "free" or "uptime" or "vmstat" or "df" => Verdict.Host(
            "/host metrics, with the host under Hosts",
            "Some of these fill a terminal and never end. The action says what the figures mean.") with
        { IsHarmless = true },
        "iostat" or "mpstat" or "pidstat" or "sar" => Hosts.Reads(call.ToString(), "Give it a count, or it never ends."),
        "journalctl" => call.Has("-f", "--follow")
            || call.Arguments.Any(word => word.Value.StartsWith('-') && !word.Value.StartsWith("--", StringComparison.Ordinal) && word.Value.EndsWith('f'))
            ? Hosts.Logs(
                Unit(call),
                $"{string.Join(' ', ["journalctl",
                    .. call.Arguments.Select(word => word.Value).Where(word => word is not ("-f" or "--follow"))])} -n 200 --no-pager",
                "It streams without end; the last lines are what is needed.")
            : call.Has("--rotate", "--flush", "--relinquish-var", "--setup-keys", "--update-catalog")
                || call.Arguments.Any(word => word.Value.StartsWith("--vacuum", StringComparison.Ordinal))
                ? Verdict.Manual("done by a person on the host", "It deletes logs, the evidence among them.") : Hosts.Reads(call.ToString()),
        "dmesg" =>
            call.Has("-C", "-c", "--clear") ? Verdict.Manual("done by a person on the host", "It clears the kernel's messages.") : Hosts.Reads(call.ToString()),
        "find" => call.Has("-delete", "-exec", "-execdir", "-ok", "-okdir", "-fprint", "-fprint0", "-fprintf", "-fls")
            ? Danger.In(call.ToString()) ?? Verdict.Manual("done by a person on the host", "It deletes, writes or runs something for each file that it finds.")
            : Hosts.Reads(call.ToString()),
        "sysctl" => call.Has("-w", "-p", "--system") || call.Arguments.Any(word => word.Value.Contains('=', StringComparison.Ordinal))
            ? Verdict.Manual("done by a person on the host, and in /etc/sysctl.d too", "It changes the kernel's settings until the next start.")
            : Hosts.Reads(call.ToString()),
        "mount" or "swapon" or "ulimit" or "prlimit" when call.Operands().Count > 0 =>
            Verdict.Manual("done by a person on the host", "It changes the host, or the limits of this shell only."),
        "dpkg" or "rpm" when !call.Arguments.Any(word => word.Value is "-l" or "-L" or "-s" or "--list" or "--status" || word.Value.StartsWith(
            "-q",
            StringComparison.Ordinal)) => Verdict.Manual("done by a person, through the usual deployment", "It changes what is installed."),
        "hostname" or "date" when call.Operands("-d", "--date").Any(word => !word.StartsWith('+')) =>
            Verdict.Manual("done by a person on the host", "It sets the host's name or clock."),
        "date" or "pwd" or "which" or "whoami" or "id" or "type" or "whereis" =>
            Verdict.Nothing("It only tells the person who types it where and when they are."),
        _ => Hosts.Reads(call.ToString()),
    };

    private static string Unit(Invocation call)
    {
        var at = call.Arguments.ToList().FindIndex(word => word.Value is "-u" or "--unit" or "-fu");
        return at >= 0 && at + 1 < call.Arguments.Count ? call.Arguments[at + 1].Value : "";
    }
}
