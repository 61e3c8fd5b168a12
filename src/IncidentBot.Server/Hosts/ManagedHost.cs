using IncidentBot.Actions;
using IncidentBot.Hosts.Processes;
using IncidentBot.Hosts.Services;

namespace IncidentBot.Hosts;

/// <summary>A host of the configuration and all that may be looked at or done there. What is not listed does not exist.</summary>
internal sealed record ManagedHost(string Name)
{
    /// <summary>What leads there, such as <c>ssh app1.internal</c>; empty for the machine that the bot runs on.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    /// <summary>True where what stands behind the prefix takes its arguments for a line of shell, as ssh does.</summary>
    public bool PrefixIsShell { get; init; } = true;

    /// <summary>Given to everything that runs there.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, ManagedService> Services { get; init; } = new Dictionary<string, ManagedService>();

    /// <summary>Log files by name.</summary>
    public IReadOnlyDictionary<string, string> Logs { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, AppendOnlyFile> Aof { get; init; } = new Dictionary<string, AppendOnlyFile>();

    public IReadOnlyDictionary<string, HostCommand> Commands { get; init; } = new Dictionary<string, HostCommand>();

    public string Address => Prefix.Count == 0 ? "the bot's own machine" : new CommandLine(Prefix).ToString();
}

/// <param name="Name">As the bot's users call it.</param>
/// <param name="Unit">As its manager calls it: the PM2 name, the systemd unit, the container.</param>
internal sealed record ManagedService(string Name, ServiceManager Manager, string Unit)
{
    /// <summary>Where gunicorn's master writes its process id; gunicorn only.</summary>
    public string? PidFile { get; init; }

    /// <summary>How long a process may take to end what it is doing.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it has to stay up after a restart before that counts.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(3);

    public Risk Risk { get; init; } = Risk.Change;

    /// <summary>What it gets at a restart; PM2 only.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>Where a Redis keeps its append-only file.</summary>
/// <param name="Manifest">The file in <paramref name="Directory"/> that redis-check-aof is given.</param>
/// <param name="Backup">A directory that exists, with room for a copy.</param>
/// <param name="Port">Where that Redis listens when it runs.</param>
internal sealed record AppendOnlyFile(string Name, string Directory, string Manifest, string Backup, int Port)
{
    public string Path => System.IO.Path.Combine(Directory, Manifest);

    /// <summary>Redis 7 keeps a folder of files and a manifest that names them; before, there was one file beside others.</summary>
    public bool IsMultiPart => Manifest.EndsWith(".manifest", StringComparison.Ordinal);
}
