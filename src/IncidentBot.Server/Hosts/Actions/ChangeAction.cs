using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Hosts.Processes;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Actions;

/// <summary>Runs a configured command that changes something: shown word for word first, with what a dry run says.</summary>
internal sealed class ChangeAction(ManagedHosts hosts, HostShell shell) : IChangeAction
{
    private const int DryRunShown = 25;

    // Less than what the executor gives a plan, so that the answer names the command that took so long.
    private static readonly TimeSpan PlanLimit = TimeSpan.FromSeconds(15);

    // Plans whose command has ended well while this process watched. Where nothing can be read back, this is all there is to know.
    private readonly ConditionalWeakTable<ActionPlan, object> seen = [];

    public ActionDefinition Definition { get; } = new(new ActionId("host.change"), Risk.Change, "Runs a configured command that changes something")
    {
        Parameters = [HostParameters.Command, HostParameters.Arguments],
        TimeLimit = TimeSpan.FromMinutes(20),
    };

    public async Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct)
    {
        try
        {
            var host = hosts.Get(call.Target);
            var command = ManagedHosts.Find(host, host.Commands, "command", "Commands", call["command"]);
            if (command.Risk is Risk.Observe)
            {
                return new PlanResult.Refused($"{command.Name} only looks.", $"/host look {command.Name} on {host.Name}");
            }

            var (values, fault) = TypedArguments.Read(host, command, call.Find("arguments"));
            return fault is not null
                ? new PlanResult.Refused(fault, $"/host services on {host.Name} lists the commands.")
                : new PlanResult.Ready(Plan(host, command, values, call, await DryRunAsync(host, command, values, ct)));
        }
        catch (HostTroubleException e)
        {
            return new PlanResult.Refused($"{call.Target}: {e.Message}.", "Nothing was changed.");
        }
    }

    public async Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct)
    {
        try
        {
            var (host, command, values) = Find(call);
            var ran = await shell.RunAsync(host, command.Task(command.Run, values), ct, progress);
            if (!ran.Succeeded)
            {
                return ran.Ended($"{ran.Trouble}. It may have done a part.");
            }

            var took = ran.Took;
            if (command.Then.Count > 0)
            {
                progress.Report(new RunProgress($"{command.Name} is done; what follows it is running", 0.5));
                var then = await shell.RunAsync(host, command.Task(command.Then, values), ct, progress);
                took += then.Took;
                if (!then.Succeeded)
                {
                    return then.Ended($"{ran.Shown} is done, but not what follows it: {then.Trouble}.");
                }
            }

            seen.AddOrUpdate(plan, plan);
            return new ApplyResult.Done(
                $"Ran {command.Name} in {took.TotalSeconds:0.0} s{(ran.AllLines is [.., var last] ? $": {TerminalText.Cut(last, 200)}" : "")}.");
        }
        catch (HostTroubleException e)
        {
            return new ApplyResult.Failed($"{e.Message}. Nothing was done.");
        }
    }

    public async Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        try
        {
            var (host, command, values) = Find(call);
            if (command.Check.Count == 0)
            {
                return seen.TryGetValue(plan, out _)
                    ? new VerifyResult(true, "everything ended with exit code 0; no Check is configured, so nothing was read back")
                    : new VerifyResult(
                        false,
                        $"nobody saw it end well, and no Check is configured under Hosts:{host.Name}:Commands:{command.Name} that could tell");
            }

            var check = await shell.RunAsync(host, command.Task(command.Check, values) with { TimeLimit = PlanLimit }, ct);
            var holds = check.Succeeded && (command.Expect is null || command.Expect.IsMatch(check.Output));
            return new VerifyResult(holds, holds ? $"{check.Shown} says so" : check.Succeeded ? $"{check.Shown} does not show {command.Expect}" : check.Trouble)
            {
                Evidence = [.. check.AllLines.TakeLast(10).Select(TerminalText.Short)],
            };
        }
        catch (HostTroubleException e)
        {
            return new VerifyResult(false, e.Message);
        }
        catch (RegexMatchTimeoutException)
        {
            return new VerifyResult(false, "Expect takes too long on what Check has printed");
        }
    }

    private static ActionPlan Plan(
        ManagedHost host,
        HostCommand command,
        IReadOnlyDictionary<string, string> values,
        ActionCall call,
        IReadOnlyList<string> dryRun)
    {
        var undo = command.Undo is { } name ? host.Commands[name] : null;
        return new ActionPlan($"Would run on {host.Name}: {HostCommand.Fill(command.Run, values)}")
        {
            Risk = command.Risk,
            Pins = new Dictionary<string, string> { ["command"] = command.Fingerprint(values) },
            Notes =
            [
                .. command.Help.Length > 0 ? [command.Help] : Array.Empty<string>(),
                .. command.Environment.Count > 0
                    ? [$"With {string.Join(" ", command.Environment.Select(pair => $"{pair.Key}={pair.Value}"))}"]
                    : Array.Empty<string>(),
                .. command.Stdin is { } stdin ? [$"It is answered with: {stdin}"] : Array.Empty<string>(),
                .. command.Then.Count > 0 ? [$"Then: {HostCommand.Fill(command.Then, values)}"] : Array.Empty<string>(),
                command.Check.Count > 0
                    ? $"Verified by: {HostCommand.Fill(command.Check, values)}{(command.Expect is { } expect ? $", which has to show {expect}" : "")}"
                    : "Verified by its exit code alone: no Check is configured.",
                $"Stopped after {Duration.Words(command.TimeLimit)}.",
                undo is null ? "No way back is configured." : $"The way back: {HostCommand.Fill(undo.Run, values)}",
                .. dryRun,
            ],
            CannotBeUndone = undo is null && command.Risk is Risk.Destructive ? $"no way back from {command.Name} is configured." : null,
            Undo = undo is null ? null : new ActionCall(call.Action, host.Name, new Dictionary<string, string>(Undo(undo, values))),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Undo(HostCommand undo, IReadOnlyDictionary<string, string> values)
    {
        yield return new("command", undo.Name);
        if (undo.Arguments.Count > 0)
        {
            yield return new("arguments", string.Join(' ', undo.Arguments.Select(argument => $"{argument.Name}={values[argument.Name]}")));
        }
    }

    /// <exception cref="HostTroubleException">It failed: what cannot be tried must not be done.</exception>
    private async Task<IReadOnlyList<string>> DryRunAsync(
        ManagedHost host,
        HostCommand command,
        IReadOnlyDictionary<string, string> values,
        CancellationToken ct)
    {
        if (command.DryRun.Count == 0)
        {
            return [];
        }

        var result = await shell.RunAsync(host, command.Task(command.DryRun, values) with { TimeLimit = PlanLimit }, ct);
        if (!result.Succeeded)
        {
            throw new HostTroubleException($"the dry run failed: {result.Trouble}");
        }

        var lines = result.AllLines;
        return
        [
            $"Dry run, {result.Shown}:",
            .. lines.Take(DryRunShown).Select(TerminalText.Short),
            .. lines.Count > DryRunShown ? [$"… {lines.Count - DryRunShown} more lines"] : Array.Empty<string>(),
        ];
    }

    /// <exception cref="HostTroubleException">What was approved cannot be asked for any more.</exception>
    private (ManagedHost Host, HostCommand Command, IReadOnlyDictionary<string, string> Values) Find(ActionCall call)
    {
        var host = hosts.Get(call.Target);
        var command = ManagedHosts.Find(host, host.Commands, "command", "Commands", call["command"]);
        var (values, fault) = TypedArguments.Read(host, command, call.Find("arguments"));
        return fault is null && command.Risk is not Risk.Observe
            ? (host, command, values)
            : throw new HostTroubleException(fault?.TrimEnd('.') ?? $"{command.Name} only looks");
    }
}
