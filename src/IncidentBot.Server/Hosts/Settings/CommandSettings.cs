using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Settings;

namespace IncidentBot.Hosts.Settings;

/// <summary>Reads <c>Hosts:NAME:Commands:NAME</c>: what may be run, and what people may fill in.</summary>
internal static class CommandSettings
{
    public static HostCommand Read(StrictSection section)
    {
        var run = section.Argv("Run");
        if (run.Count == 0)
        {
            section.Fault("Run", "is missing. Expected the program and its arguments, one element each. Example: [\"kubectl\", \"get\", \"pods\"]");
        }

        if (section.Text("Risk") is null)
        {
            section.Fault("Risk", "is missing. Expected Observe or Change or Destructive.");
        }

        var arguments = section.Each("Arguments", ReadArgument);
        var typedOrder = HostCommand.PlaceholdersIn(run).ToArray();
        var command = new HostCommand(section.Name, run, section.Choice("Risk", Risk.Destructive, Enum.GetValues<Risk>()))
        {
            Help = section.Text("Help") ?? "",
            DryRun = section.Argv("DryRun"),
            Then = section.Argv("Then"),
            Check = section.Argv("Check"),
            Expect = ReadPattern(section, "Expect"),
            Undo = section.Text("Undo"),
            Arguments = [.. arguments.Values.OrderBy(argument => Array.IndexOf(typedOrder, argument.Name))],
            Environment = section.Environment("Environment"),
            Stdin = section.Text("Stdin"),
            TimeLimit = section.Time("TimeLimit", TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(9)),
        };
        section.NothingElse();
        CheckPlaceholders(section, command);
        if (command.Risk is Risk.Observe && (command.Then.Count > 0 || command.DryRun.Count > 0 || command.Check.Count > 0 || command.Undo is not null))
        {
            section.Fault("Risk", "is Observe, but Then, DryRun, Check and Undo are for commands that change something.");
        }

        if (command.Expect is not null && command.Check.Count == 0)
        {
            section.Fault("Expect", "has nothing to look at: it is compared with what Check prints, and there is no Check.");
        }

        return command;
    }

    /// <summary>The way back has to exist, to change something, and to take no argument that this command has not.</summary>
    public static void CheckUndo(StrictSection host, IReadOnlyDictionary<string, HostCommand> commands)
    {
        foreach (var command in commands.Values.Where(command => command.Undo is not null))
        {
            var setting = $"Commands:{command.Name}:Undo";
            if (!commands.TryGetValue(command.Undo!, out var undo))
            {
                host.Fault(setting, $"is '{command.Undo}', and no command is called so. There is: {string.Join(", ", commands.Keys)}.");
            }
            else if (undo.Risk is Risk.Observe || undo == command)
            {
                host.Fault(
                    setting,
                    $"is '{command.Undo}', which {(undo == command ? "is the command itself" : "changes nothing")}. Expected the command that takes it back.");
            }
            else if (undo.Arguments.FirstOrDefault(argument => command.Arguments.All(own => own.Name != argument.Name)) is { } unknown)
            {
                host.Fault(setting, $"is '{command.Undo}', which takes {unknown.Name}, and {command.Name} does not. The way back gets the same arguments.");
            }
        }
    }

    private static CommandArgument ReadArgument(StrictSection section)
    {
        var pattern = ReadPattern(section, "Pattern");
        var argument = new CommandArgument(section.Name, pattern ?? CommandArgument.Anchored("(?!)"), section.Text("Example") ?? "");
        section.NothingElse();
        if (section.Text("Pattern") is null)
        {
            section.Fault("Pattern", "is missing: without one, nothing may be typed. Example: ^[a-z0-9-]+$");
        }

        if (pattern is not null && TypedArguments.WhyNot(new ManagedHost(""), argument, argument.Example) is { } fault)
        {
            section.Fault("Example", argument.Example.Length == 0 ? "is missing. Expected a value that could be typed." : $"'{argument.Example}' {fault}");
        }

        return argument;
    }

    private static Regex? ReadPattern(StrictSection section, string setting)
    {
        try
        {
            return section.Text(setting) is { } pattern ? setting == "Pattern" ? CommandArgument.Anchored(pattern) : CommandArgument.Anywhere(pattern) : null;
        }
        catch (ArgumentException e)
        {
            section.Fault(setting, $"is no regular expression: {e.Message.TrimEnd('.')}.");
            return null;
        }
    }

    private static void CheckPlaceholders(StrictSection section, HostCommand command)
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
                section.Fault(setting, $"has {{{name}}}, and Arguments has no {name}.");
            }
        }

        var used = HostCommand.PlaceholdersIn(all.SelectMany(one => one.Words)).ToHashSet();
        foreach (var argument in command.Arguments.Where(argument => !used.Contains(argument.Name)))
        {
            section.Fault($"Arguments:{argument.Name}", $"is not used: nothing has {{{argument.Name}}} in it.");
        }
    }
}
