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
    private static readonly string[] Directives =
    [
        "requirepass", "masterauth", "masteruser", "primaryauth", "primaryuser", "sentinel-pass", "tls-key-file-pass", "tls-client-key-file-pass",
    ];

    /// <summary>Of SQL and of prose, where the value stands in quotes: <c>PASSWORD 'x'</c>.</summary>
    private static readonly string[] BeforeQuotes = ["password", "passwd", "passphrase", "ConvertTo-SecureString"];

    /// <summary>Words that say what they are with the one before them.</summary>
    private static readonly string[] Halves = ["key", "string"];

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
        var isDirective = IsOneOf(Directives, name);
        var meaning = isDirective || IsOneOf(BeforeQuotes, name) ? Meaning.Secret : Spelled(text, start, end);
        if (meaning is Meaning.Other || end == text.Length || IsUnexpected(text, start))
        {
            return null;
        }

        if (start > 0 && text[start - 1] is '<' or ';' && SecretValue.Element(text, end) is { } element)
        {
            return element;
        }

        var at = Markup.Behind(text, end, out var isQuoted);
        var blanks = Blanks(text, at);
        at += blanks;
        if (at == text.Length)
        {
            return null;
        }

        if (Separator(text, at) is not (> 0 and var length))
        {
            return isDirective && ReplyValue.At(text, end, at, isQuoted) is { } reply ? reply
                : blanks > 0 || text[at] == '(' ? Spoken(text, name, meaning, at)
                : null;
        }

        var isColon = text[at] == ':' && !isQuoted;
        at = Markup.Behind(text, at + length, out _, quotes: false);
        var gap = Blanks(text, at);
        at = Markup.Behind(text, at + gap, out _, quotes: false);
        if (at == text.Length || IsWorkingDirectory(name, text[at]))
        {
            return null;
        }

        if (NextLineValue.At(text, at) is { } next)
        {
            return next with { IsSecret = next.IsSecret && meaning is Meaning.Secret };
        }

        var before = start > 0 ? text[start - 1] : ' ';
        var value = IsHeader(name) ? SecretValue.Header(text, at)
            : SecretValue.Assigned(text, at, inList: before == ';', mayCount: meaning is Meaning.Perhaps).UpToTheQuote(text, before);
        return value with { IsSecret = value.IsSecret && Means(text, start, value, meaning, isColon, gap) };
    }

    /// <summary>Of ordinary words, and of the names of keys, what is behind them decides.</summary>
    private static bool Means(string text, int start, SecretValue value, Meaning meaning, bool isColon, int gap)
    {
        var said = value.In(text);
        return meaning is Meaning.IfRandom ? Randomness.ShowsIn(said)
            : isColon && meaning is Meaning.Perhaps
                ? (gap > 0 || (start > 0 && text[start - 1] == '/')) && IsPass(text.AsSpan(start)) && Randomness.ShowsIn(said)
            : !isColon || ((gap == 0 || !Prose.IsAboutASecret(said)) && (gap > 0 || !KeyName.Holds(text, start, value)));
    }

    /// <summary>The other short words stand before numbers and names all day.</summary>
    private static bool IsPass(ReadOnlySpan<char> name) =>
        name.StartsWith("pass", StringComparison.OrdinalIgnoreCase) || name.StartsWith("pw", StringComparison.OrdinalIgnoreCase);

    /// <summary>With the word before it where that says what it is: <c>API key</c>, <c>connection string</c>.</summary>
    private static Meaning Spelled(string text, int start, int end)
    {
        var name = text.AsSpan(start, end - start);
        if (start < 2 || text[start - 1] != ' ' || !IsOneOf(Halves, name))
        {
            return SecretName.Of(name);
        }

        var before = start - 1;
        while (before > 0 && start - before < MostBlanks && char.IsAsciiLetter(text[before - 1]))
        {
            before--;
        }

        return SecretName.Of(text.AsSpan(before, end - before)) is Meaning.Secret ? Meaning.Secret : Meaning.Other;
    }

    /// <summary>What a parser says.</summary>
    private static bool IsUnexpected(string text, int start) => text.AsSpan(0, start).EndsWith("nexpected ");

    /// <summary>How long it is, also as a URL or HTML writes it.</summary>
    private static int Separator(string text, int at) => text[at] switch
    {
        '=' or ':' => at + 1 < text.Length && text[at + 1] is '>' or '=' ? 2 : 1,
        '%' when text.AsSpan(at + 1).StartsWith("3D", StringComparison.OrdinalIgnoreCase) => 3,
        '&' when text.AsSpan(at).StartsWith("&#61;") => 5,
        _ => 0,
    };

    /// <summary>Behind a blank alone.</summary>
    private static SecretValue? Spoken(string text, ReadOnlySpan<char> name, Meaning meaning, int at)
    {
        if ((name is ['-', '-', ..] or ['-', _, _, ..] && meaning is not Meaning.IfRandom) || IsOneOf(Directives, name))
        {
            return SecretValue.Word(text, at);
        }

        var literal = QuotedValue.SqlOpening(text, at);
        if (literal > 0 && IsOneOf(BeforeQuotes, name))
        {
            return SecretValue.Word(text, at + literal - 1);
        }

        return meaning is Meaning.Secret && text[at] != '(' ? SecretValue.Told(text, at) : null;
    }

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
