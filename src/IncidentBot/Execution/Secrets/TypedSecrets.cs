using System.Text.RegularExpressions;

namespace IncidentBot.Execution.Secrets;

/// <summary>Secrets in commands as people type them and programs log them, where the place and no name says what they are.</summary>
internal static partial class TypedSecrets
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly (Regex Command, Regex Option)[] Programs =
        [(RedisClient(), RedisPassword()), (SqlClient(), SqlPassword()), (WebClient(), UserAndPassword()), (Others(), PasswordOption())];

    public static string Mask(string text)
    {
        text = Has(text, "auth") ? Auth().Replace(text, match => match.Groups["before"].Value + AuthWords(match.Groups["words"].Value)) : text;
        text = Has(text, "user")
            ? AclUser().Replace(text, match => match.Groups["before"].Value + AclPassword().Replace(match.Groups["rules"].Value, "${before}" + Redactor.Mask))
            : text;
        foreach (var (command, option) in Programs)
        {
            text = command.Replace(text, line => option.Replace(line.Value, match => SecretValue.IsReference(match.Groups["value"].ValueSpan)
                ? match.Value
                : match.Groups["before"].Value + Redactor.Mask));
        }

        return Has(text, "identified") ? IdentifiedBy().Replace(text, "${before}" + Redactor.Mask) : text;
    }

    /// <summary>One word is the password. Of two that end the command, the first is the user.</summary>
    private static string AuthWords(string words)
    {
        if (words.Contains(Redactor.Mask, StringComparison.Ordinal))
        {
            return words;
        }

        var all = Word().Matches(words);
        var secrets = all.Select(word => word.Groups["value"])
            .TakeWhile(value => !SecretValue.IsProse(value.ValueSpan) && !SecretValue.IsReference(value.ValueSpan))
            .Take(2)
            .ToList();
        foreach (var secret in Enumerable.Reverse(secrets.Count == 2 && all.Count == 2 ? secrets[1..] : secrets))
        {
            words = string.Concat(words.AsSpan(0, secret.Index), Redactor.Mask, words.AsSpan(secret.Index + secret.Length));
        }

        return words;
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// <c>AUTH x</c>, <c>AUTH user x</c>, <c>HELLO 3 AUTH user x</c>, <c>"AUTH" "x"</c>, <c>sentinel auth-pass mymaster x</c>. In small letters only
    /// where a command begins: <c>auth</c> is an ordinary word.
    /// </summary>
    [GeneratedRegex(
        """(?<before>(?:\bAUTH|"(?i:auth)|(?:^|[\n>`|;]|-cli[^\n|;]{0,80})[ ]*auth|\bauth-(?:pass|user)\s+\S+)["']?[ \t]+)"""
            + """(?<words>(?:[^\s|;&`]+[ \t]*){1,4})""",
        Linear)]
    private static partial Regex Auth();

    [GeneratedRegex("""["']?(?<value>[^\s"']+)["']?""", Linear)]
    private static partial Regex Word();

    /// <summary>Of ACL SETUSER, of ACL LIST and of a file of users.</summary>
    [GeneratedRegex(@"(?<before>(?:\bsetuser[""']?\s+\S+|\buser\s+\S+\s+(?:on|off)))(?<rules>\s[^\n]*)", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex AclUser();

    [GeneratedRegex("""(?<before>[\s"'][><#!])[^\s"']+""", Linear)]
    private static partial Regex AclPassword();

    [GeneratedRegex(@"\b(?:redis|valkey|keydb)-(?:cli|benchmark|server)[^\n]*", Linear)]
    private static partial Regex RedisClient();

    [GeneratedRegex("""(?<before>\s(?:-a|--pass)[ \t]+["']?)(?<value>[^\s"']+)""", Linear)]
    private static partial Regex RedisPassword();

    [GeneratedRegex(@"\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)[ \t][^\n]*", Linear)]
    private static partial Regex SqlClient();

    [GeneratedRegex("""(?<before>\s-p["']?)(?<value>[^\s"']+)""", Linear)]
    private static partial Regex SqlPassword();

    [GeneratedRegex(@"\b(?:curl|wget)[ \t][^\n]*", Linear)]
    private static partial Regex WebClient();

    [GeneratedRegex("""(?<before>\s(?:-[uU][ \t]*|--(?:proxy-)?user[ \t=]+)["']?[^\s:"'/]+:)(?<value>[^\s"']+)""", Linear)]
    private static partial Regex UserAndPassword();

    [GeneratedRegex(@"\b(?:sshpass|mongo|mongosh|mongodump|mongorestore|ldapsearch|docker[ \t]+login|podman[ \t]+login)[ \t][^\n]*", Linear)]
    private static partial Regex Others();

    [GeneratedRegex("""(?<before>\s-[pw][ \t]*["']?)(?<value>[^\s"']+)""", Linear)]
    private static partial Regex PasswordOption();

    [GeneratedRegex(@"(?<before>\bidentified\s+by\s+(?:password\s+)?['""])[^'""\n]+", Linear | RegexOptions.IgnoreCase)]
    private static partial Regex IdentifiedBy();
}
