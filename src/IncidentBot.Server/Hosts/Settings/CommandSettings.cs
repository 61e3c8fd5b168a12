using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Settings;

namespace IncidentBot.Hosts.Settings;

/// <summary>Makes a command of <c>Hosts:NAME:Commands:NAME</c>: what may be run, and what people may fill in.</summary>
internal sealed class CommandSettings(string section, SettingFaults faults)
{
    public HostCommand Read(string name, CommandOptions options)
    {
        faults.Check(
            options.Run.Count > 0,
            $"{section}:Run is missing. Expected the program and its arguments, one element each. Example: [\"kubectl\", \"get\", \"pods\"]");
        faults.Check(options.Risk is not null, $"{section}:Risk is missing. Expected Observe or Change or Destructive.");
        var typedOrder = HostCommand.PlaceholdersIn(options.Run).ToArray();
        var command = new HostCommand(name, Argv("Run", options.Run), options.Risk ?? Risk.Destructive)
        {
            Help = options.Help,
            DryRun = Argv("DryRun", options.DryRun),
            Then = Argv("Then", options.Then),
            Check = Argv("Check", options.Check),
            Expect = Pattern("Expect", options.Expect, CommandArgument.Anywhere),
            Undo = options.Undo is { Length: > 0 } ? options.Undo : null,
            Arguments = [.. options.Arguments.Select(pair => Argument(pair.Key, pair.Value)).OrderBy(argument => Array.IndexOf(typedOrder, argument.Name))],
            Environment = options.Environment,
            Stdin = options.Stdin is { Length: > 0 } ? options.Stdin : null,
            TimeLimit = options.TimeLimit,
        };
        HostSettings.CheckVariables($"{section}:Environment", options.Environment, faults);
        CheckPlaceholders(command);
        faults.Check(
            command.Risk is not Risk.Observe || (command.Then.Count == 0 && command.DryRun.Count == 0 && command.Check.Count == 0 && command.Undo is null),
            $"{section}:Risk is Observe, but Then, DryRun, Check and Undo are for commands that change something.");
        faults.Check(
            command.Expect is null || command.Check.Count > 0,
            $"{section}:Expect has nothing to look at: it is compared with what Check prints, and there is no Check.");
        return command;
    }

    /// <summary>The way back has to exist, to change something, and to take no argument that this command has not.</summary>
    public void CheckUndo(HostCommand command, IReadOnlyDictionary<string, HostCommand> commands)
    {
        if (command.Undo is null)
        {
            return;
        }

        if (!commands.TryGetValue(command.Undo, out var undo))
        {
            faults.Add($"{section}:Undo is '{command.Undo}', and no command is called so. There is: {string.Join(", ", commands.Keys)}.");
        }
        else if (undo.Risk is Risk.Observe || undo == command)
        {
            faults.Add($"{section}:Undo is '{command.Undo}', which {(undo == command ? "is the command itself" : "changes nothing")}. "
                + "Expected the command that takes it back.");
        }
        else if (undo.Arguments.FirstOrDefault(argument => command.Arguments.All(own => own.Name != argument.Name)) is { } unknown)
        {
            faults.Add($"{section}:Undo is '{command.Undo}', which takes {unknown.Name}, and {command.Name} does not. The way back gets the same arguments.");
        }
    }

    private IReadOnlyList<string> Argv(string setting, IReadOnlyList<string> words)
    {
        HostSettings.CheckArgv($"{section}:{setting}", words, faults);
        return words;
    }

    private CommandArgument Argument(string name, CommandArgumentOptions options)
    {
        var at = $"{section}:Arguments:{name}";
        HostSettings.CheckName($"{section}:Arguments", name, faults);
        faults.Check(options.Pattern is { Length: > 0 }, $"{at}:Pattern is missing: without one, nothing may be typed. Example: ^[a-z0-9-]+$");
        var pattern = Pattern($"Arguments:{name}:Pattern", options.Pattern, CommandArgument.Anchored);
        var argument = new CommandArgument(name, pattern ?? CommandArgument.Anchored("(?!)"), options.Example);
        if (pattern is not null && TypedArguments.WhyNot(new ManagedHost(""), argument, argument.Example) is { } fault)
        {
            faults.Add(argument.Example.Length == 0
                ? $"{at}:Example is missing. Expected a value that could be typed."
                : $"{at}:Example '{argument.Example}' {fault}");
        }

        return argument;
    }

    private Regex? Pattern(string setting, string? pattern, Func<string, Regex> make)
    {
        try
        {
            return pattern is { Length: > 0 } ? make(pattern) : null;
        }
        catch (ArgumentException e)
        {
            faults.Add($"{section}:{setting} is no regular expression: {e.Message.TrimEnd('.')}.");
            return null;
        }
    }

    private void CheckPlaceholders(HostCommand command)
    {
        (string Setting, IReadOnlyList<string> Words)[] all =
        [
            ("Run", command.Run),
            ("DryRun", command.DryRun),
            ("Then", command.Then),
            ("Check", command.Check),
        ];
        foreach (var (setting, words) in all)
        {
            foreach (var name in HostCommand.PlaceholdersIn(words).Where(name => command.Arguments.All(argument => argument.Name != name)))
            {
                faults.Add($"{section}:{setting} has {{{name}}}, and Arguments has no {name}.");
            }
        }

        var used = HostCommand.PlaceholdersIn(all.SelectMany(one => one.Words)).ToHashSet();
        foreach (var argument in command.Arguments.Where(argument => !used.Contains(argument.Name)))
        {
            faults.Add($"{section}:Arguments:{argument.Name} is not used: nothing has {{{argument.Name}}} in it.");
        }
    }
}
