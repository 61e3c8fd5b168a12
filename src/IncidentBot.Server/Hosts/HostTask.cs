using IncidentBot.Hosts.Processes;

namespace IncidentBot.Hosts;

/// <summary>Something to run on a host, before its prefix is put in front.</summary>
internal sealed record HostTask(CommandLine Command)
{
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(10);

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? Stdin { get; init; }

    public TimeSpan TimeLimit { get; init; } = ReadLimit;

    public int MaxCharacters { get; init; } = 64 * 1024;

    public static HostTask Of(params string[] words) => new(CommandLine.Of(words));
}
