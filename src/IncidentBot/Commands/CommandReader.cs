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

    public CommandReading Read(string text)
    {
        text = WithPlainNames(text.Trim());
        var words = Split(text);
        if (words.Count == 0)
        {
            return new CommandReading.Unknown("Nothing was typed.", []);
        }

        var named = words.Take(2).Select(NameWord.Of).ToList();
        var root = named[0];
        var siblings = All.Where(command => string.Equals(command.Root, root, StringComparison.OrdinalIgnoreCase)).ToList();

        // Before the commands: "/run" is one itself, and its overview is what somebody who types it alone looks for.
        if (siblings.Count > 1 && (words.Count == 1 || (words.Count == 2 && IsHelp(named[1]))))
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
            return new CommandReading.Unknown(
                $"There is no command {root}.",
                further.Count > 0 ? further : EditDistance.Closest(root, [.. All.Select(command => command.Root).Distinct()]));
        }

        return words.Count == 1 || IsHelp(named[1])
            ? new CommandReading.Overview(root.ToLowerInvariant(), siblings)
            : new CommandReading.Unknown($"There is no command {root} {named[1]}.", Meant(root, words, siblings)) { Root = root.ToLowerInvariant() };
    }

    /// <summary>Of "please redis ping" the part that looks, to press: a sentence may say a command and mean something else.</summary>
    private IReadOnlyList<string> FurtherOn(IReadOnlyList<string> words)
    {
        var named = words.Skip(1).Take(MostBefore).Select(NameWord.Of).ToList();
        return [.. named.Zip(named.Skip(1), (root, verb) => byName.GetValueOrDefault($"/{root.TrimStart('/')} {verb}"))
            .OfType<Command>()
            .Where(command => command.Needs.HasFlag(Permissions.Observe))
            .Select(command => command.Name)
            .Take(1)];
    }

    /// <summary>What only looks: nobody is led from a mistyped or a repeated word to a change.</summary>
    private static IReadOnlyList<string> Meant(string root, IReadOnlyList<string> words, List<Command> siblings)
    {
        var looks = siblings.Where(command => command.Needs.HasFlag(Permissions.Observe)).Select(command => command.Name).ToList();
        var isRepeated = string.Equals(root.TrimStart('/'), words[1].TrimStart('/'), StringComparison.OrdinalIgnoreCase);
        return !isRepeated ? EditDistance.Closest($"{root} {words[1]}", looks)
            : words.Count > 2 ? EditDistance.Closest($"{root} {words[2]}", looks)
            : [];
    }

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

    [GeneratedRegex("""["“„«](?<inside>[^"“”„«»]*)["“”»]|`(?<inside>[^`]+)`|['‘](?<inside>[^\s'‘’]+)['’]|\S+""", RegexOptions.NonBacktracking)]
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
        /// <summary>The first word, where there are commands that begin with it.</summary>
        public string? Root { get; init; }
    }
}
