using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Programs that print or rearrange text. After a pipe they change nothing; by themselves they read a file.</summary>
internal sealed partial class TextFilters : ICommandFamily
{
    private static readonly string[] Names =
    [
        "grep", "egrep", "fgrep", "zgrep", "rg", "awk", "gawk", "sed", "jq", "yq", "sort", "uniq", "head", "tail", "wc", "cut",
        "tr", "less", "more", "column", "cat", "tac", "nl", "tee", "xxd", "hexdump", "od", "base64", "fold", "paste", "join",
        "comm", "diff", "zcat", "strings", "bc", "seq", "numfmt", "perl", "ccze", "fzf", "pr", "rev", "expr",
    ];

    public IReadOnlyList<string> Programs { get; } = Names;

    /// <summary>True for a filter that only arranges what comes in.</summary>
    public static bool Arranges(ShellCommand command) =>
        command.Words is [{ Value: var name }, ..] && command.Words.Skip(1).ToList() is var rest
        && ((Names.Contains(name) && (name != "perl" || HasProgram(rest))
            && !Edits(name, rest.Select(word => word.Value)) && !RunsPrograms(name, rest.Select(word => word.Value)) && !(name == "tee"
            && rest.Any(word => word.Value.StartsWith('/') && word.Value != "/dev/null" && !word.Value.StartsWith("/tmp/", StringComparison.Ordinal))))
            || (name is "python" or "python3" && rest is [{ Value: "-m" }, { Value: "json.tool" }, ..]));

    /// <summary>What <c>echo</c>, <c>printf</c> or <c>cat</c> with a here-document would print, or null for other commands.</summary>
    public static string? Prints(ShellCommand command) => command.Words is ([{ Value: "cat" }] or [{ Value: "cat" }, { Value: "-" }])
        && command.Redirects.FirstOrDefault(redirect => redirect.Body is not null) is { Body: { } document } ? document
        : command.Words is [{ Value: "echo" or "printf" }, ..]
        ? string.Join(' ', command.Words.Skip(1).Select(word => word.Value).Where(word => word is not ("-n" or "-e" or "-ne" or "-en")))
            .Replace("\\r", "", StringComparison.Ordinal)
            .Replace("\\n", "\n", StringComparison.Ordinal)
        : null;

    public Verdict Read(Invocation call, Rulebook rules)
    {
        var arguments = call.Arguments.Select(word => word.Value).ToList();
        return Edits(call.Program, arguments) ? Verdict.Manual("done by a person who kept a copy of the file", "It changes a file on the host where it stands.")
            : call.Program == "tee" && call.Operands().Count > 0 ? Verdict.Manual("done by a person on the host", $"It writes to {call.Operands()[0]}.")
            : RunsPrograms(call.Program, arguments) ? Danger.In(call.ToString()) ?? Verdict.Unknown("Its program runs other programs.")
            : call.Program == "tail" && call.Has("-f", "-F", "--follow", "-fn")
                ? Hosts.Reads($"tail -n 200 {string.Join(' ', call.Operands("-n"))}", "It streams without end; the last lines are what is needed.")
            : call.Program is "seq" or "bc" or "expr" || call.Operands().Count == 0 ? Verdict.Nothing("It only arranges text.")
            : HoldsSecrets(arguments) ? Verdict.ReadByAPerson("It shows passwords or keys; the bot never brings one into a channel.")
            : Hosts.Reads(call.ToString(), "It reads files on the host; what they hold is masked before it is shown.");
    }

    /// <summary>Perl without a program of its own runs what arrives.</summary>
    private static bool HasProgram(List<ShellWord> words) => words.Any(word => word.Value.StartsWith('-') && word.Value.AsSpan().IndexOfAny("en") > 0);

    private static bool HoldsSecrets(IEnumerable<string> arguments) => arguments.Any(word => Secrets().IsMatch(word));

    [GeneratedRegex(@"requirepass|masterauth|\.pgpass|\.netrc|id_(?:rsa|ed25519)|\.pem$|\.key$|/shadow$|credentials|\.env$", RegexOptions.NonBacktracking)]
    private static partial Regex Secrets();

    /// <summary>A filter can be a program of its own: <c>awk '{ system("redis-cli del " $1) }'</c>, <c>sed 's/^/redis-cli del /e'</c>.</summary>
    private static bool RunsPrograms(string name, IEnumerable<string> arguments) => name switch
    {
        "awk" or "gawk" => arguments.Any(word => AwkRuns().IsMatch(word)),
        "perl" => arguments.Any(word => PerlRuns().IsMatch(word)),
        "sed" => arguments.Any(word => SedRuns().IsMatch(word)),
        _ => false,
    };

    [GeneratedRegex(@"\bsystem\s*\(|\|&?\s*[""a-z]|\bgetline\b|>\s*""", RegexOptions.NonBacktracking)]
    private static partial Regex AwkRuns();

    [GeneratedRegex(@"\b(?:system|exec|unlink|open|qx|fork|kill|rename)\b|`", RegexOptions.NonBacktracking)]
    private static partial Regex PerlRuns();

    [GeneratedRegex(
        @"^s(?:/.*/|,.*,|#.*#|\|.*\||!.*!|@.*@|:.*:|_.*_)[gimp0-9]*[ew]|(?:^|[;{}\n0-9$/])\s*[eWw]\s",
        RegexOptions.NonBacktracking)]
    private static partial Regex SedRuns();

    private static bool Edits(string name, IEnumerable<string> arguments) =>
        name switch
        {
            "sed" or "perl" or "yq" => arguments.Any(word => word.StartsWith("-i", StringComparison.Ordinal) || word is "--in-place" or "-pi" or "-pie"),
            "sort" => arguments.Any(word => word.StartsWith("-o", StringComparison.Ordinal) || word.StartsWith("--output", StringComparison.Ordinal)),
            "uniq" => arguments.Count(word => !word.StartsWith('-')) > 1,
            "less" or "more" => arguments.Any(word => word.Contains('!', StringComparison.Ordinal)),
            _ => false,
        };
}
