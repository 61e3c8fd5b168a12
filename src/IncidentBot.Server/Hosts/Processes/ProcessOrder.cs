namespace IncidentBot.Hosts.Processes;

/// <summary>One program to run, with everything that it gets and may use.</summary>
/// <param name="Environment">All of it: nothing is inherited.</param>
internal sealed record ProcessOrder(CommandLine Command, IReadOnlyDictionary<string, string> Environment, TimeSpan TimeLimit)
{
    /// <summary>What it reads; it reads an end at once where this is null.</summary>
    public string? Stdin { get; init; }

    /// <summary>How much of each stream is kept. The default value is 64 Ki characters.</summary>
    public int MaxCharacters { get; init; } = 64 * 1024;
}
