using System.CommandLine;
using System.CommandLine.Help;
using IncidentBot.Settings;
using IncidentBot.Storage;

namespace IncidentBot.Cli;

/// <summary>
/// What the program was started with. Without a word it is the bot; a word that is not known starts nothing, since a bot that
/// nobody meant to start would listen, make a store, and answer beside the one that is meant.
/// </summary>
internal sealed class CommandLine
{
    /// <summary>No word of a chat command is read as anything else: <c>@ada</c> is a person and no file of answers.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    private readonly Verb root;
    private readonly string[] settings;
    private readonly string[] words;
    private readonly HelpOption help = new("--help", "-h", "-?") { Description = "Shows how it is used, and does nothing else" };

    /// <param name="verbs">Makes them, given the settings on the command line.</param>
    public CommandLine(string[] args, Func<string[], IEnumerable<Verb>> verbs)
    {
        // Settings such as --Storage:Postgres=… belong to the configuration.
        var split = args.ToLookup(IsSetting);
        settings = [.. split[true]];
        words = [.. split[false]];
        root = Root(verbs(settings));
    }

    /// <summary>Nothing but settings: what the bot itself is started with.</summary>
    public bool StartsTheBot => words.Length == 0;

    /// <summary>Every verb, the program itself first.</summary>
    public IEnumerable<Verb> All => Under(root);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        // "help audit" is "audit --help".
        var typed = words is ["help", ..] ? [.. words[1..], "--help"] : words;
        var parsed = root.Parse(typed, Parsing);
        var verb = (Verb)parsed.CommandResult.Command;
        if (MistypedWord.In(parsed, typed) is { } fault)
        {
            await errors.WriteLineAsync($"{fault}\n\n{Usage.Of(verb).TrimEnd()}");
            return ExitCode.NotDone;
        }

        if (parsed.GetResult(help) is not null)
        {
            await output.WriteLineAsync(Usage.Of(verb).TrimEnd());
            return ExitCode.Well;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, Output = output, Error = errors }, ct);
        }
        catch (Exception e) when (IsForWhoeverTyped(e))
        {
            await errors.WriteLineAsync(e.Message.ReplaceLineEndings(" "));
            return ExitCode.NotDone;
        }
    }

    /// <summary>What says by its message what to change: settings, the store, what was typed.</summary>
    private static bool IsForWhoeverTyped(Exception e) => e is SettingsFaultException or StoreUnavailableException or StorageSetupException or ArgumentException
        or InvalidOperationException or InvalidDataException or FormatException or Microsoft.Extensions.Options.OptionsValidationException;

    /// <summary>No option of a verb has a colon in its name, so that a mistyped one is never taken for a setting.</summary>
    private static bool IsSetting(string arg) =>
        arg.StartsWith("--", StringComparison.Ordinal)
        && arg.IndexOf('=', StringComparison.Ordinal) is var end and > 0
        && (arg[..end].Contains(':', StringComparison.Ordinal) || SettingsCheck.Plain.Contains(arg[2..end], StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<Verb> Under(Verb verb) => verb.Subcommands.OfType<Verb>().SelectMany(Under).Prepend(verb);

    private Verb Root(IEnumerable<Verb> verbs)
    {
        var made = new Verb("incidentbot", "Opens, follows and repairs incidents of Redis, its queues and what depends on them, from chat.")
        {
            Examples =
            [
                "--Targets:primary:Url=redis://127.0.0.1:6379",
                "doctor",
                "type /incident status INC-1",
                "audit verify",
                "help audit",
            ],
        };
        foreach (var verb in verbs)
        {
            made.Add(verb);
        }

        // For the list of commands; see RunAsync.
        made.Add(new Verb("help", "Shows how a command is used, as --help after it does"));
        made.Add(help);
        made.Add(new VersionOption("--version") { Description = "Prints the version of the program" });
        return made;
    }
}
