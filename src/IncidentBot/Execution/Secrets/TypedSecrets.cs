using System.Text.RegularExpressions;

namespace IncidentBot.Execution.Secrets;

/// <summary>Secrets in commands as people type them and programs log them, where the place and no name says what they are.</summary>
internal static partial class TypedSecrets
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public static string Mask(string text)
    {
        text = Has(text, "auth") ? Auth().Replace(text, match => match.Groups["before"].Value + AuthWords(match)) : text;
        text = Has(text, "user")
            ? AclUser().Replace(text, match => match.Groups["before"].Value + AclPassword().Replace(match.Groups["rules"].Value, "${before}" + Redactor.Mask))
            : text;
        text = ProgramSecrets.Mask(text);
        text = Has(text, "auth") ? AuthOfReply().Replace(text, "${before}" + Redactor.Mask) : text;
        text = Has(text, ".auth(") ? AuthCall().Replace(text, match => Literal().Replace(match.Value, "'" + Redactor.Mask + "'")) : text;
        text = Has(text, "|") ? Piped().Replace(text, Unless) : text;
        text = Has(text, "identified") || Has(text, "set password") ? SqlPassword().Replace(text, Identified) : text;
        text = Has(text, "insert") ? Insert().Replace(text, Inserted) : text;
        text = Has(text, "crypt") ? Crypt().Replace(text, match => Literal().Replace(match.Value, "'" + Redactor.Mask + "'")) : text;
        return Has(text, "rename-command") ? Renamed().Replace(text, "${before}" + Redactor.Mask) : text;
    }

    private static string Unless(Match match) =>
        Placeholder.IsReference(match.Groups["value"].ValueSpan) ? match.Value : $"{match.Groups["before"]}{Redactor.Mask}{match.Groups["after"]}";

    /// <summary>The word itself stands there where what is behind it has been masked.</summary>
    private static string Identified(Match match) => match.Groups["value"].ValueSpan.TrimEnd(" (").Equals("password", StringComparison.OrdinalIgnoreCase)
        ? match.Value
        : match.Groups["before"].Value + Redactor.Mask;

    /// <summary>Which of the values belongs to the column cannot be said without reading SQL: none of the texts is shown.</summary>
    private static string Inserted(Match match) => match.Groups["columns"].Value.Split(',').Any(column => SecretName.Is(column.Trim(' ', '"', '`', '[', ']')))
        ? match.Groups["before"].Value + Literal().Replace(match.Groups["values"].Value, "'" + Redactor.Mask + "'")
        : match.Value;

    /// <summary>One word is the password. Of two that end the command, the first is the user.</summary>
    private static string AuthWords(Match match)
    {
        var words = match.Groups["words"].Value;

        // printf 'AUTH x\nPING\n': the next command is another line.
        var rest = words[0] is not ('"' or '\'') && words.IndexOf("\\n", StringComparison.Ordinal) is > 0 and var next ? words[next..] : "";
        words = words[..^rest.Length];
        var all = Word().Matches(words);
        if (words.Contains(Redactor.Mask, StringComparison.Ordinal)
            || (all.Count > 2 && match.Groups["before"].ValueSpan.Trim() is "auth" && !all.Any(word => Randomness.ShowsIn(word.ValueSpan))))
        {
            return words + rest;
        }

        var secrets = all.Select(word => word.Groups["value"])
            .TakeWhile(value => !Prose.Is(value.ValueSpan) && !Placeholder.IsReference(value.ValueSpan))
            .Take(2)
            .ToList();
        foreach (var secret in Enumerable.Reverse(secrets.Count == 2 && all.Count == 2 ? secrets[1..] : secrets))
        {
            words = string.Concat(words.AsSpan(0, secret.Index), Redactor.Mask, words.AsSpan(secret.Index + secret.Length));
        }

        return words + rest;
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// <c>AUTH x</c>, <c>AUTH user x</c>, <c>HELLO 3 AUTH user x</c>, <c>"AUTH" "x"</c>, <c>sentinel auth-pass mymaster x</c>. In small letters only
    /// where a command begins: <c>auth</c> is an ordinary word.
    /// </summary>
    [GeneratedRegex(
        """(?<before>(?:\bAUTH2?|["'](?i:auth)|(?:^|[\n>`|;]|-cli[^\n|;]{0,80}|\bhello[ ]\d)[ ]*auth"""
            + """|\b(?i:sentinel[ ]+set[ ]+\S+[ ][^\n]{0,80})auth-pass|\bauth-(?:pass|user)\s+\S+)["']?,?[ \t]+)"""
            + """(?<words>(?:(?:"[^"\n]*"|'[^'\n]*'|[^\s|;&`]+)[ \t]*){1,4})""",
        Linear)]
    private static partial Regex Auth();

    [GeneratedRegex("""'(?<value>[^'\n]+)'|"(?<value>[^"\n]+)"|["']?(?<value>[^\s"']+)["']?""", Linear)]
    private static partial Regex Word();

    /// <summary>Of ACL SETUSER, of ACL LIST and of a file of users.</summary>
    [GeneratedRegex(
        """(?<before>\bsetuser["']?\s+\S+)(?<rules>\s[^\n]*)|(?<before>\buser\s+\S+)(?<rules>\s+(?:(?:on|off)\b|[><#]\S)[^\n]*)""",
        Linear | RegexOptions.IgnoreCase)]
    private static partial Regex AclUser();

    [GeneratedRegex("""(?<before>["'][><#!])[^"'\n]+|(?<before>\s[><#!])[^\s"']+""", Linear)]
    private static partial Regex AclPassword();

    /// <summary><c>1) "AUTH"</c> and the words of it on the lines below, as redis-cli shows an entry of the slow log, or as the protocol has it.</summary>
    [GeneratedRegex(
        """(?<before>(?:\b|\\n)AUTH"?(?:\s+2\) "(?:[^"\n]*"\s+3\) ")?|\s+4\) "[^"\n]*"\s+5\) "|(?:\r?\n|\\r\\n)\$\d+(?:\r?\n|\\r\\n)))[^"\s\\]+""",
        Linear | RegexOptions.IgnoreCase)]
    private static partial Regex AuthOfReply();

    /// <summary><c>echo x | docker login --password-stdin</c>, <c>echo 'bot:x' | chpasswd</c>.</summary>
    [GeneratedRegex(
        """(?<before>\b(?:echo|printf)\s+(?:-n\s+)?["']?(?:[\w.-]+:)?)(?<value>[^"'|\n:]*[^"'|\n:\s])"""
            + """(?<after>["']?\s*\|[^|\n]{0,80}(?:--password-stdin|--with-token|--stdin|\bsudo\s+-\w*S|\bchpasswd|-pass(?:in|out)?\s+stdin))""",
        Linear)]
    private static partial Regex Piped();

    /// <summary><c>IDENTIFIED BY 'x'</c>, <c>IDENTIFIED WITH p BY 'x'</c>, <c>SET PASSWORD FOR 'bot'@'%' = 'x'</c>.</summary>
    [GeneratedRegex(
        """(?<before>\b(?:identified(?:\s+with\s+\S+)?\s+(?:by|as)\s+(?:password\s+)?|set\s+password\s+(?:for\s+[^=\n]+)?=\s*(?:password\s*\(\s*)?)["']?)"""
            + """(?<value>[^'"\s;)\[][^'"\n;)]*)""",
        Linear | RegexOptions.IgnoreCase)]
    private static partial Regex SqlPassword();

    [GeneratedRegex(@"(?<before>\binsert\s+into\s+[^(\n]{1,120}\((?<columns>[^()]*)\)\s*values\s*)(?<values>\([^\n]*)", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex Insert();

    [GeneratedRegex(@"\b(?:pgp_sym_(?:en|de)crypt|crypt|(?:en|de)crypt)\s*\([^)\n]*", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex Crypt();

    /// <summary>Of a client of Redis in any language.</summary>
    [GeneratedRegex(@"\.auth\([^)\n]*", Linear)]
    private static partial Regex AuthCall();

    [GeneratedRegex("""'[^'\n]*'|"[^"\n]*["]""", Linear)]
    private static partial Regex Literal();

    /// <summary>A name that nobody is to guess.</summary>
    [GeneratedRegex("""(?<before>\brename-command\s+\S+\s+"?)[A-Za-z0-9_-]{16,}""", Linear)]
    private static partial Regex Renamed();
}
