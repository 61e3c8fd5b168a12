using System.Text.RegularExpressions;

namespace IncidentBot.Execution.Secrets;

/// <summary>A name in one field and its value in the next: the variables of a pod, the settings of an application, a list of parameters.</summary>
internal static partial class PairedSecrets
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    public static string Mask(string text)
    {
        if (!text.Contains("name", StringComparison.OrdinalIgnoreCase) && !text.Contains("key", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        return NameFirst().Replace(ValueFirst().Replace(text, Masked), Masked);
    }

    private static string Masked(Match match) => SecretName.Is(match.Groups["name"].ValueSpan) && !Placeholder.IsReference(match.Groups["value"].ValueSpan)
        ? $"{match.Groups["before"]}{Redactor.Mask}{match.Groups["after"]}"
        : match.Value;

    /// <summary><c>- name: DB_PASSWORD</c> and <c>value: x</c> below it, <c>{"Key":"x","Value":"y"}</c>, <c>&lt;add key="x" value="y"/></c>.</summary>
    [GeneratedRegex(
        """(?<before>\b(?:name|key)\\?["']?[ ]?[:=][ ]?\\?["']?(?<name>[\w.:-]{2,80})\\?["']?(?:[\s,/]{1,40}\\?["']?value\\?["']?[ ]?[:=][ ]?\\?["']?|>))"""
            + """(?<value>[^"'<\\\s][^"'<\\\r\n]*)""",
        Linear)]
    private static partial Regex NameFirst();

    [GeneratedRegex(
        """(?<before>\bvalue\\?["']?[ ]?[:=][ ]?\\?["'])(?<value>[^"'\\\r\n]+)(?<after>\\?["'][\s,]{1,40}"""
            + """\\?["']?(?:name|key)\\?["']?[ ]?[:=][ ]?\\?["']?(?<name>[\w.:-]{2,80}))""",
        Linear)]
    private static partial Regex ValueFirst();
}
