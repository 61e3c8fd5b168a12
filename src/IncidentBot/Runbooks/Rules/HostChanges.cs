namespace IncidentBot.Runbooks.Rules;

/// <summary>Programs that change a host. None of them can be planned or undone from here.</summary>
internal sealed class HostChanges : ICommandFamily
{
    private static readonly Dictionary<string, string> Whys = new()
    {
        ["rm"] = "It deletes files for good.",
        ["mv"] = "It moves files; with Redis' own files, stop Redis and keep a copy of the whole folder first.",
        ["cp"] = "It copies files; a copy of a snapshot or of the whole appendonlydir before any repair is right.",
        ["rsync"] = "It copies files, and may delete what is not at the source.",
        ["scp"] = "It copies files between hosts; dumps hold everybody's data.",
        ["kill"] = "A Redis that is killed loses what is not on disk; a worker's job is cut off and stalls. The service manager starts and stops.",
        ["pkill"] = "It hits every process whose name fits, more than were meant.",
        ["killall"] = "It hits every process whose name fits, more than were meant.",
        ["chmod"] = "It changes who may read or write a file.",
        ["chown"] = "It changes whose a file is.",
        ["reboot"] = "It stops everything on the host.",
        ["shutdown"] = "It stops everything on the host.",
        ["poweroff"] = "It stops everything on the host.",
        ["crontab"] = "It changes what runs by itself.",
        ["vim"] = "It opens an editor; what is to be changed the text says. Note the old value.",
        ["apt"] = "It changes what is installed.",
        ["git"] = "It changes which code is there.",
        ["tar"] = "It packs or unpacks files.",
        ["mkdir"] = "It makes folders or files on the host.",
        ["dd"] = "It writes to files or disks directly.",
        ["mkfs"] = "It makes an empty file system: what was there is gone.",
    };

    private static readonly Dictionary<string, string> SameAs = new()
    {
        ["vi"] = "vim",
        ["nano"] = "vim",
        ["emacs"] = "vim",
        ["visudo"] = "vim",
        ["apt-get"] = "apt",
        ["yum"] = "apt",
        ["dnf"] = "apt",
        ["apk"] = "apt",
        ["snap"] = "apt",
        ["pip"] = "apt",
        ["pip3"] = "apt",
        ["gem"] = "apt",
        ["make-install"] = "apt",
        ["gzip"] = "tar",
        ["gunzip"] = "tar",
        ["unzip"] = "tar",
        ["zip"] = "tar",
        ["touch"] = "mkdir",
        ["ln"] = "mkdir",
        ["install"] = "cp",
        ["sftp"] = "scp",
        ["unlink"] = "rm",
        ["rmdir"] = "rm",
        ["shred"] = "rm",
        ["truncate"] = "rm",
        ["halt"] = "reboot",
        ["chgrp"] = "chown",
        ["swapoff"] = "mkdir",
        ["umount"] = "mkdir",
        ["logrotate"] = "mkdir",
        ["useradd"] = "chown",
        ["usermod"] = "chown",
        ["passwd"] = "chown",
        ["setfacl"] = "chmod",
        ["update-rc.d"] = "crontab",
        ["mkfs.ext4"] = "mkfs",
        ["renice"] = "kill",
        ["taskset"] = "kill",
        ["mkswap"] = "mkfs",
        ["fallocate"] = "mkdir",
    };

    public IReadOnlyList<string> Programs { get; } = [.. Whys.Keys, .. SameAs.Keys];

    public Verdict Read(Invocation call, Rulebook rules)
    {
        var name = SameAs.GetValueOrDefault(call.Program, call.Program);
        return name switch
        {
            "rm" or "dd" or "mkfs" when name == "mkfs"
                || call.Arguments.Any(word => word.Value.StartsWith('-')
                    && word.Value.Contains('r', StringComparison.OrdinalIgnoreCase)
                    && !word.Value.StartsWith("--", StringComparison.Ordinal))
                || IsData(call) =>
                    Verdict.Refused("not done; keep a copy, and let a person decide", Whys[name] + (IsData(call) ? " These are Redis' own." : "")),
            "kill" when call.Arguments.Any(word => word.Value is "-HUP" or "-1" or "-SIGHUP") =>
                Hosts.Changes(call.ToString(), "The master process reads its configuration and code anew, without a gap. Name it by its pid file."),
            "kill" when call.Arguments.Any(word => word.Value is "-0") => Hosts.Reads(call.ToString()),
            "kill" when call.Arguments.Any(word => word.Value is "-9" or "-KILL" or "-SIGKILL") =>
                Verdict.Manual("stopped by a person through the service manager, and killed only if that hangs", Whys["kill"]),
            "git" when call.Operands("-C") is ["log" or "status" or "diff" or "show" or "blame", ..] => Hosts.Reads(call.ToString()),
            "crontab" when call.Has("-l") => Hosts.Reads(call.ToString()),
            "apt" when call.Operands() is ["list" or "show" or "search" or "policy" or "freeze", ..] => Hosts.Reads(call.ToString()),
            _ => Verdict.Manual("done by a person on the host", Whys[name]),
        };
    }

    private static bool IsData(Invocation call) => call.Arguments.Any(word => word.Value.Contains(".rdb", StringComparison.Ordinal)
        || word.Value.Contains(".aof", StringComparison.Ordinal)
        || word.Value.Contains("appendonly", StringComparison.Ordinal)
        || word.Value.Contains("/var/lib/redis", StringComparison.Ordinal));
}
