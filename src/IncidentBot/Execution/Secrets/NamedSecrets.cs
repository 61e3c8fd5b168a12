using System.Text;

namespace IncidentBot.Execution.Secrets;

/// <summary>
/// Values that stand behind the name of a secret: <c>API_TOKEN=x</c>, <c>"password": "a b"</c>, <c>Cookie: a=b; c=d</c>, <c>--client-secret x</c>,
/// <c>requirepass x</c>. One walk from the left to the right that never goes back: a regular expression with a name of any length in front
/// took seconds for a text of 40 KB that was made for it.
/// </summary>
internal static class NamedSecrets
{
    private const int MostBlanks = 16;

    /// <summary>Settings of redis.conf, of which a blank is enough before the value.</summary>
    private static readonly string[] Directives = ["requirepass", "masterauth", "masteruser", "primaryauth", "primaryuser"];

    /// <summary>Of SQL and of prose, where the value stands in quotes: <c>PASSWORD 'x'</c>.</summary>
    private static readonly string[] BeforeQuotes = ["password", "passwd", "passphrase"];

    public static string Mask(string text)
    {
        StringBuilder? masked = null;
        var copied = 0;
        for (var i = 0; i < text.Length;)
        {
            if (!IsNameLetter(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && IsNameLetter(text[i]))
            {
                i++;
            }

            if (Value(text, start, i) is { } value)
            {
                if (value.IsSecret)
                {
                    masked = (masked ?? new StringBuilder(text.Length)).Append(text, copied, value.Start - copied).Append(Redactor.Mask);
                    copied = value.End;
                }

                i = value.End;
            }
        }

        return masked is null ? text : masked.Append(text, copied, text.Length - copied).ToString();
    }

    private static SecretValue? Value(string text, int start, int end)
    {
        var name = text.AsSpan(start, end - start);
        var at = AfterQuote(text, end);
        var isQuoted = at > end;
        var blanks = Blanks(text, at);
        at += blanks;
        if (at == text.Length)
        {
            return null;
        }

        if (text[at] is not ('=' or ':'))
        {
            return blanks > 0 ? Spoken(text, name, at) : null;
        }

        var meaning = SecretName.Of(name);
        if (meaning is Meaning.Other || (meaning is Meaning.Perhaps && text[at] == ':' && !isQuoted))
        {
            return null;
        }

        at += at + 1 < text.Length && text[at + 1] is '>' or '=' ? 2 : 1;
        at += Blanks(text, at);
        return at == text.Length || IsWorkingDirectory(name, text[at]) ? null
            : IsHeader(name) ? SecretValue.Header(text, at)
            : SecretValue.Assigned(text, at, inList: start > 0 && text[start - 1] == ';', mayCount: meaning is Meaning.Perhaps);
    }

    /// <summary>Behind a blank alone.</summary>
    private static SecretValue? Spoken(string text, ReadOnlySpan<char> name, int at) =>
        (name.StartsWith("--") && SecretName.Is(name))
            || IsOneOf(Directives, name)
            || (text[at] is '\'' or '"' && IsOneOf(BeforeQuotes, name))
                ? SecretValue.Word(text, at)
                : null;

    private static int AfterQuote(string text, int at) => at == text.Length ? at
        : text[at] is '"' or '\'' ? at + 1
        : text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'' ? at + 2
        : at;

    private static int Blanks(string text, int at)
    {
        var count = 0;
        while (count < MostBlanks && at + count < text.Length && text[at + count] is ' ' or '\t')
        {
            count++;
        }

        return count;
    }

    /// <summary>Every shell exports <c>PWD</c>.</summary>
    private static bool IsWorkingDirectory(ReadOnlySpan<char> name, char first) => first == '/' && name is "PWD" or "OLDPWD";

    /// <summary>Of HTTP: its value has blanks in it.</summary>
    private static bool IsHeader(ReadOnlySpan<char> name) =>
        name.EndsWith("authorization", StringComparison.OrdinalIgnoreCase) || name.EndsWith("cookie", StringComparison.OrdinalIgnoreCase);

    private static bool IsOneOf(string[] names, ReadOnlySpan<char> name)
    {
        foreach (var other in names)
        {
            if (name.Equals(other, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';
}
