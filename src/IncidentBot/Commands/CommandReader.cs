using System.Text.RegularExpressions;
using IncidentBot.People;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>Finds the command that a line of text means, or the closest one.</summary>
public sealed partial class CommandReader
{
    /// <summary>More than people type, and more than platforms advise. Looking at text takes time, and a sender has all the time there is.</summary>
    public const int LongestText = 8000;

    /// <summary>The words of a sentence among which a command is looked for.</summary>
    private const int MostBefore = 10;

    private readonly Dictionary<string, Command> byName;

    /// <exception cref="ArgumentException">Two commands share a name.</exception>
    public CommandReader(IEnumerable<Command> commands) => byName = commands.ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<Command> All => byName.Values;

    /// <summary>Those that have something to work on.</summary>
    public IEnumerable<Command> Offered => All.Where(command => command.NotYet is null);

    public CommandReading Read(string text)
    {
        text = WithPlainNames(text.Trim());
        var words = Split(text);
        if (words.Count == 0)
        {
            return new CommandReading.Unknown("Nothing was typed.", []);
        }

        // Who types no more than a slash asks what there is.
        if (words is ["/"] && byName.TryGetValue("/help", out var help))
        {
            return new CommandReading.Found(help, [], "");
        }

        var named = words.Take(2).Select(NameWord.Of).ToList();
        var root = named[0];
        var siblings = All.Where(command => string.Equals(command.Root, root, StringComparison.OrdinalIgnoreCase)).ToList();

        // Before the commands: "/run" is one itself, and its overview is what somebody who types it alone looks for.
        var isAlone = words.Count == 1 && byName.GetValueOrDefault(root) is not { AnswersAlone: true };
        if (siblings.Count > 1 && (isAlone || (words.Count == 2 && IsHelp(named[1]))))
        {
            return new CommandReading.Overview(root.ToLowerInvariant(), siblings);
        }

        foreach (var length in new[] { 2, 1 })
        {
            if (words.Count >= length && byName.TryGetValue(string.Join(' ', named.Take(length)), out var command))
            {
                return new CommandReading.Found(command, [.. words.Skip(length)], After(text, length));
            }
        }

        if (siblings.Count == 0)
        {
            var further = FurtherOn(words);
            var fault = $"There is no command {root}.";
            return further.Count > 0 ? new CommandReading.Unknown(fault, further) : WithRootMeant(fault, root, After(text, 1));
        }

        return words.Count == 1 || IsHelp(named[1])
            ? new CommandReading.Overview(root.ToLowerInvariant(), siblings)
            : Unknown($"There is no command {root} {named[1]}.", Meant(root, words, siblings), After(text, 2)) with { Root = root.ToLowerInvariant() };
    }

    /// <summary>The first word is mistyped: with the root that was meant, the rest may be a command as it stands.</summary>
    private CommandReading.Unknown WithRootMeant(string fault, string root, string rest)
    {
        var roots = EditDistance.Closest(root, [.. Offered.Select(command => command.Root).Distinct()]);
        return roots is [var meant, ..]
            && rest.Length > 0
            && Read($"{meant} {rest}") is CommandReading.Found { Command: { NotYet: null } command, Rest: var after }
            ? Unknown(fault, [command], after)
            : new CommandReading.Unknown(fault, roots);
    }

    /// <summary>What only looks is offered with the rest of what was typed; a change is named, for whoever meant it.</summary>
    private static CommandReading.Unknown Unknown(string fault, IReadOnlyList<Command> meant, string rest) =>
        new(fault, [.. meant.Where(Looks).Select(command => command.Name)])
        {
            Changes = [.. meant.Where(command => !Looks(command)).Select(command => command.Name)],
            Rest = meant.Any(command => command.MayChange) ? "" : rest,
        };

    private static bool Looks(Command command) => command.Needs.HasFlag(Permissions.Observe);

    /// <summary>Of "please redis ping" the part that looks, to press: a sentence may say a command and mean something else.</summary>
    private IReadOnlyList<string> FurtherOn(IReadOnlyList<string> words)
    {
        var named = words.Skip(1).Take(MostBefore).Select(NameWord.Of).ToList();
        return [.. named.Zip(named.Skip(1), (root, verb) => byName.GetValueOrDefault($"/{root.TrimStart('/')} {verb}"))
            .OfType<Command>()
            .Where(Looks)
            .Select(command => command.Name)
            .Take(1)];
    }

    /// <summary>What only looks, and the change that is closer than any of it. After a repeated word nobody is led to a change at all.</summary>
    private static IReadOnlyList<Command> Meant(string root, IReadOnlyList<string> words, List<Command> siblings)
    {
        var offered = siblings.Where(command => command.NotYet is null).ToList();
        var looks = offered.Where(Looks).ToList();
        var isRepeated = string.Equals(root.TrimStart('/'), words[1].TrimStart('/'), StringComparison.OrdinalIgnoreCase);
        return isRepeated
            ? words.Count > 2 ? Closest($"{root} {words[2]}", looks) : []
            : [.. Closest($"{root} {words[1]}", offered, 1).Where(command => !Looks(command)), .. Closest($"{root} {words[1]}", looks)];
    }

    private static IReadOnlyList<Command> Closest(string typed, IReadOnlyList<Command> commands, int most = 3) =>
        [.. EditDistance.Closest(typed, commands.Select(command => command.Name), most).Select(name => commands.First(command => command.Name == name))];

    /// <summary>Words, out of the quotes or the code marks around each.</summary>
    public static IReadOnlyList<string> Split(string text) =>
        [.. Word().Matches(text).Select(match => match.Groups["inside"] is { Success: true, Value: var inside } ? inside : match.Value)];

    /// <summary>The text after its first words, with its own spacing and quotes.</summary>
    internal static string After(string text, int words) => Word().Matches(text) is var all && words < all.Count ? text[all[words].Index..] : "";

    /// <summary>The text before its last words, with its own spacing and quotes.</summary>
    internal static string Before(string text, int lastWords) =>
        Word().Matches(text) is var all && lastWords < all.Count ? text[..all[^lastWords].Index].TrimEnd() : "";

    /// <summary>The name and the verb as they were meant: what is copied from a chat or a page brings characters along that nobody sees.</summary>
    private static string WithPlainNames(string text)
    {
        var start = Word().Matches(text) is { Count: > 2 } words ? words[2].Index : text.Length;
        return (Invisible.Stripped(text[..start]) + text[start..]).TrimStart();
    }

    private static bool IsHelp(string word) => word.Equals("help", StringComparison.OrdinalIgnoreCase);

    /// <summary>In the quotes of several languages, in code marks, one word in single quotes, or as it stands.</summary>
    [GeneratedRegex(
        """["“„«](?<inside>[^"“”„«»]*)["“”»]"""
            + """|`(?<inside>[^`]+)`"""
            + """|['‘](?<inside>[^\s'‘’]+)['’]"""
            + """|\S+""",
        RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}

public abstract record CommandReading
{
    private CommandReading()
    {
    }

    public sealed record Found(Command Command, IReadOnlyList<string> Words, string Rest) : CommandReading
    {
        public ArgumentReading ReadArguments() => Command.ReadsItsWords ? new ArgumentReading.Ok(Arguments.None) : Arguments.Read(Command, Words, Rest);
    }

    /// <summary>A root was typed alone, or with <c>help</c>.</summary>
    public sealed record Overview(string Root, IReadOnlyList<Command> Commands) : CommandReading;

    /// <param name="DidYouMean">Names close to what was typed, closest first.</param>
    public sealed record Unknown(string Fault, IReadOnlyList<string> DidYouMean) : CommandReading
    {
        /// <summary>Changes that are close. They are named, and on no button: nobody is led from a mistyped word to a change.</summary>
        public IReadOnlyList<string> Changes { get; init; } = [];

        /// <summary>What was typed behind the words that are not known, to be kept.</summary>
        public string Rest { get; init; } = "";

        /// <summary>The first word, where there are commands that begin with it.</summary>
        public string? Root { get; init; }
    }
}
