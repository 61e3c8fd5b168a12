using System.Text.RegularExpressions;
using IncidentBot.Hosts.Processes;
using IncidentBot.Words;

namespace IncidentBot.Hosts;

/// <summary>
/// What people type for a command's arguments, each value checked before it goes anywhere near argv. Refused whatever the pattern
/// says: an option, a control character, one that nobody sees, something long, and behind a prefix whatever a shell would read.
/// </summary>
internal static class TypedArguments
{
    public const int MaxLength = 128;

    /// <param name="typed">Values in order, or as <c>name=value</c>; a value has no blanks.</param>
    public static (IReadOnlyDictionary<string, string> Values, string? Fault) Read(ManagedHost host, HostCommand command, string? typed)
    {
        var values = new Dictionary<string, string>();
        var open = new Queue<CommandArgument>(command.Arguments);
        foreach (var word in (typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var named = command.Arguments.FirstOrDefault(argument => word.StartsWith($"{argument.Name}=", StringComparison.Ordinal));
            while (open.Count > 0 && values.ContainsKey(open.Peek().Name))
            {
                open.Dequeue();
            }

            if (named is null && open.Count == 0)
            {
                return (values, $"'{word}' is one argument too many for {command.Name}. {Usage(command)}");
            }

            var argument = named ?? open.Dequeue();
            var value = named is null ? word : word[(named.Name.Length + 1)..];
            if (!values.TryAdd(argument.Name, value))
            {
                return (values, $"{argument.Name} is given twice. {Usage(command)}");
            }

            if (WhyNot(host, argument, value) is { } fault)
            {
                return (values, $"{argument.Name} '{TerminalText.Cut(Invisible.Escaped(value), 40)}' {fault} For example: {argument.Example}");
            }
        }

        var missing = command.Arguments.FirstOrDefault(argument => !values.ContainsKey(argument.Name));
        return (values, missing is null ? null : $"{missing.Name} is missing. {Usage(command)}");
    }

    public static string? WhyNot(ManagedHost host, CommandArgument argument, string value)
    {
        if (value.StartsWith('-'))
        {
            return "starts with '-', which a program would take for an option.";
        }

        if (value.Length > MaxLength)
        {
            return $"is longer than {MaxLength} characters.";
        }

        if (value.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter)) || Invisible.IsIn(value))
        {
            return "has a character that cannot be passed on.";
        }

        if (host.Prefix.Count > 0 && value.Length > 0 && !PosixShell.IsPlain(value))
        {
            return "has a character that a shell would read. Behind a Prefix an argument has letters, digits and _@:,./+-= only.";
        }

        try
        {
            return argument.Pattern.IsMatch(value) ? null : "is not what the configuration allows.";
        }
        catch (RegexMatchTimeoutException)
        {
            return "takes its pattern too long to check.";
        }
    }

    private static string Usage(HostCommand command) => command.Arguments.Count == 0
        ? $"{command.Name} takes none."
        : $"Type {command.Name} {string.Join(' ', command.Arguments.Select(argument => $"{argument.Name}={argument.Example}"))}";
}
