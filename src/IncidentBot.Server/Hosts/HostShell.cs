using IncidentBot.Actions;
using IncidentBot.Hosts.Processes;
using IncidentBot.Words;

namespace IncidentBot.Hosts;

/// <summary>Runs things on a configured host: here, or behind the prefix that leads there.</summary>
internal sealed class HostShell(ProcessRunner runner)
{
    /// <summary>Whatever comes of it.</summary>
    public async Task<ProcessResult> RunAsync(ManagedHost host, HostTask task, CancellationToken ct, IProgress<RunProgress>? progress = null)
    {
        var result = await runner.RunAsync(Order(host, task), progress is null ? null : Tell, ct);

        // The prefix is the host's; people know the command.
        return result with { Shown = task.Command.ToString() };

        void Tell(TimeSpan since, string? line) =>
            progress.Report(new RunProgress($"{Path.GetFileName(task.Command.Program)} has been running for "
                + $"{Duration.Words(since)}{(line is null ? "" : $", last it said: {TerminalText.Cut(line, 120)}")}", null));
    }

    /// <exception cref="HostTroubleException">It did not start, took too long or ended with another exit code than 0.</exception>
    public async Task<ProcessResult> ReadAsync(ManagedHost host, HostTask task, CancellationToken ct)
    {
        var result = await RunAsync(host, task, ct);
        return result.Succeeded ? result : throw new HostTroubleException(result.Trouble);
    }

    public static ProcessOrder Order(ManagedHost host, HostTask task)
    {
        var environment = host.Environment.Concat(task.Environment).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value);
        var (words, ours) = (task.Command.Words, (IReadOnlyDictionary<string, string>)environment);
        if (host.Prefix.Count > 0)
        {
            // The environment does not travel through ssh by itself.
            IReadOnlyList<string> there = environment.Count == 0 ? words : ["env", .. environment.Select(pair => $"{pair.Key}={pair.Value}"), .. words];
            words = [.. host.Prefix, .. host.PrefixIsShell ? there.Select(PosixShell.Quoted) : there];
            ours = new Dictionary<string, string>();
        }

        return new ProcessOrder(new CommandLine(words), PlainEnvironment.With(ours), task.TimeLimit) { Stdin = task.Stdin, MaxCharacters = task.MaxCharacters };
    }
}
