using System.ComponentModel.DataAnnotations;
using IncidentBot.Actions;
using IncidentBot.Hosts.Services;

namespace IncidentBot.Hosts;

/// <summary>The section <c>Hosts</c>: each host by its name. Without it nothing of this folder can be done.</summary>
internal sealed record HostsOptions
{
    public Dictionary<string, HostOptions> Hosts { get; } = new(StringComparer.OrdinalIgnoreCase);
}

internal sealed record HostOptions
{
    /// <summary>What leads there, one word each: <c>["ssh", "app1.internal"]</c>. None for the machine that the bot runs on.</summary>
    public IReadOnlyList<string> Prefix { get; set; } = [];

    /// <summary>Whether what stands behind the prefix takes its arguments for a line of shell, as ssh does. The default value is true.</summary>
    public bool PrefixIsShell { get; set; } = true;

    /// <summary>Given to everything that runs there, by the name of the variable.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public Dictionary<string, ServiceOptions> Services { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Absolute paths of log files, by the name that people type.</summary>
    public Dictionary<string, string> Logs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where a Redis keeps its append-only file, by the name that people type.</summary>
    public Dictionary<string, AofOptions> Aof { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, CommandOptions> Commands { get; } = new(StringComparer.OrdinalIgnoreCase);
}

internal sealed record ServiceOptions
{
    /// <summary>What starts and stops it. Needed.</summary>
    public ServiceManager? Manager { get; set; }

    /// <summary>As its manager calls it. The default is the name that people type.</summary>
    public string? Name { get; set; }

    /// <summary>Where gunicorn's master writes its process id; gunicorn only.</summary>
    public string? PidFile { get; set; }

    /// <summary>How long a process may take to end what it is doing. The default value is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:30:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it has to stay up after a restart before that counts. The default value is 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Of a restart: Change, or Destructive where it takes a second person. The default value is Change.</summary>
    public Risk Risk { get; set; } = Risk.Change;

    /// <summary>What it gets at a restart; PM2 only.</summary>
    public Dictionary<string, string> Environment { get; } = [];
}

internal sealed record AofOptions
{
    /// <summary>The folder it is in: <c>/var/lib/redis/appendonlydir</c>.</summary>
    public string Directory { get; set; } = "";

    /// <summary>The file in it that redis-check-aof is given: <c>appendonly.aof.manifest</c>.</summary>
    public string Manifest { get; set; } = "";

    /// <summary>A folder that exists, with room for a copy: <c>/var/backups/redis</c>.</summary>
    public string Backup { get; set; } = "";

    /// <summary>Where that Redis listens when it runs.</summary>
    [Range(1, 65_535)]
    public int? Port { get; set; }
}

internal sealed record CommandOptions
{
    /// <summary>The program and its arguments, one word each; <c>{name}</c> stands for an argument that people type.</summary>
    public IReadOnlyList<string> Run { get; set; } = [];

    /// <summary>Whether it changes anything, and whether that takes a second person. Needed.</summary>
    public Risk? Risk { get; set; }

    /// <summary>What it does, for whoever confirms it.</summary>
    public string Help { get; set; } = "";

    /// <summary>Changes nothing and shows what would change.</summary>
    public IReadOnlyList<string> DryRun { get; set; } = [];

    /// <summary>What has to follow for it to take effect, such as waiting for a rollout.</summary>
    public IReadOnlyList<string> Then { get; set; } = [];

    /// <summary>Reads back whether it holds: exit code 0, and Expect in its output.</summary>
    public IReadOnlyList<string> Check { get; set; } = [];

    /// <summary>A regular expression that the output of Check has to match.</summary>
    public string? Expect { get; set; }

    /// <summary>The name of the command that takes it back; it gets the same arguments.</summary>
    public string? Undo { get; set; }

    public Dictionary<string, CommandArgumentOptions> Arguments { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Given to it, by the name of the variable.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What it is given to read.</summary>
    public string? Stdin { get; set; }

    /// <summary>How long it may take. The default value is 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:09:00")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(2);
}

internal sealed record CommandArgumentOptions
{
    /// <summary>What a word must match from its first letter to its last.</summary>
    public string? Pattern { get; set; }

    /// <summary>A value that could be typed as it stands.</summary>
    public string Example { get; set; } = "";
}
