using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;

namespace IncidentBot.Cli;

/// <summary>What <c>--help</c> prints, and what follows a word that is not understood.</summary>
internal static class Usage
{
    private const string Settings = """
        Settings are read from appsettings.json beside the program, then from the environment (Slack__BotToken=…), then
        from the command line (--Slack:BotToken=…, before a command or after it); the last one wins.
        """;

    private const string Name = """
        incidentbot stands for the way in which you start it, such as dotnet IncidentBot.Server.dll, or
        dotnet run --project src/IncidentBot.Server -- in the source.
        """;

    public static string Of(Verb verb)
    {
        var text = new StringBuilder().AppendLine(verb.Description);
        if (verb.Path.Length == 0)
        {
            Section(
                text,
                "Usage",
                [("incidentbot [--Section:Key=value …]", "starts the bot"), ("incidentbot COMMAND [options]", "does one of the following")]);
        }
        else
        {
            Section(text, "Usage", [($"incidentbot {verb.Path}{Rest(verb)} [options]", "")]);
        }

        Section(text, "Commands", verb.Subcommands.Select(sub => (sub.Name + Rest((Verb)sub), sub.Description)));
        Section(text, "Arguments", verb.Arguments.Select(argument => (argument.Name, argument.Description)));
        Section(text, "Options", Options(verb).Select(option => (Named(option), option.Description)));
        if (verb.More.Length > 0)
        {
            text.AppendLine().AppendLine(verb.More);
        }

        if (verb.Examples.Count > 0)
        {
            text.AppendLine().AppendLine("Examples:").AppendJoin('\n', verb.Examples.Select(example => $"  incidentbot {example}")).AppendLine();
        }

        Section(text, "Exit codes", ExitCode.All.Select(code => (code.Code.ToString(CultureInfo.InvariantCulture), (string?)code.Meaning)));
        text.AppendLine().AppendLine(Settings);
        return verb.Path.Length > 0 ? text.ToString() : text.AppendLine().AppendLine(Name).ToString();
    }

    /// <summary>Those of the verb, and those that every verb has.</summary>
    public static IEnumerable<Option> Options(System.CommandLine.Command verb) =>
        verb.Options.Where(option => !option.Hidden).Concat(verb.Parents.OfType<Verb>().SelectMany(Options).Where(option => option.Recursive));

    private static void Section(StringBuilder text, string title, IEnumerable<(string Left, string? Right)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{title}:");
        var column = all.Max(row => row.Left.Length);
        foreach (var (left, right) in all)
        {
            text.AppendLine($"  {left.PadRight(column)}  {right}".TrimEnd());
        }
    }

    private static string Rest(Verb verb)
    {
        var command = verb.Subcommands.Count == 0 ? "" : verb.Action is null ? " COMMAND" : " [COMMAND]";
        return command + string.Concat(verb.Arguments.Select(argument => $" {argument.Name}{(argument.Arity.MaximumNumberOfValues > 1 ? "…" : "")}"));
    }

    private static string Named(Option option) =>
        string.Join(", ", option.Aliases.OrderBy(alias => alias.Length).Append(option.Name))
        + (option is HelpOption or VersionOption || option.ValueType == typeof(bool) ? "" : $" {option.HelpName ?? "VALUE"}");
}
