using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Hosts.Processes;

namespace IncidentBot.Hosts;

/// <summary>A command that the configuration allows by name. People fill in its arguments and nothing else.</summary>
/// <param name="Run">The argv, in which <c>{name}</c> stands for an argument.</param>
internal sealed partial record HostCommand(string Name, IReadOnlyList<string> Run, Risk Risk)
{
    public string Help { get; init; } = "";

    /// <summary>Changes nothing and shows what would change.</summary>
    public IReadOnlyList<string> DryRun { get; init; } = [];

    /// <summary>What has to follow for it to take effect, such as waiting for a rollout.</summary>
    public IReadOnlyList<string> Then { get; init; } = [];

    /// <summary>Reads back whether it holds: exit code 0, and <see cref="Expect"/> in its output.</summary>
    public IReadOnlyList<string> Check { get; init; } = [];

    public Regex? Expect { get; init; }

    /// <summary>The name of the command that takes it back; it gets the same arguments.</summary>
    public string? Undo { get; init; }

    /// <summary>In the order in which people type them.</summary>
    public IReadOnlyList<CommandArgument> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? Stdin { get; init; }

    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The argv with its arguments in place: as many elements as are configured, whatever was typed.</summary>
    public static CommandLine Fill(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> values) =>
        new([.. words.Select(word => Placeholder().Replace(word, match => values[match.Groups[1].Value]))]);

    public static IEnumerable<string> PlaceholdersIn(IEnumerable<string> words) =>
        words.SelectMany(word => Placeholder().Matches(word).Select(match => match.Groups[1].Value)).Distinct();

    public HostTask Task(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> values) =>
        new(Fill(words, values)) { Environment = Environment, Stdin = words == Run ? Stdin : null, TimeLimit = TimeLimit };

    /// <summary>Names exactly what would run, without showing it: a value in it may be a secret.</summary>
    public string Fingerprint(IReadOnlyDictionary<string, string> values)
    {
        var all = string.Join('\n', [.. Fill(Run, values).Words, "", .. Fill(Then, values).Words, "", Stdin
            ?? "", .. Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..12];
    }

    /// <summary>Not <c>{{json .}}</c> and not <c>{.items[0]}</c>, which docker and kubectl read themselves.</summary>
    [GeneratedRegex(@"(?<!\{)\{([a-z][a-z0-9_-]*)\}(?!\})")]
    private static partial Regex Placeholder();
}

/// <param name="Pattern">Has to match all of what is typed.</param>
internal sealed record CommandArgument(string Name, Regex Pattern, string Example)
{
    /// <summary>Fully anchored: <c>$</c> alone would let a line end through.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static Regex Anchored(string pattern)
    {
        // By itself first: "a)|(b" is a pattern only once it is put in brackets.
        _ = Anywhere(pattern);
        return Anywhere($@"\A(?:{pattern})\z");
    }

    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static Regex Anywhere(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
}
