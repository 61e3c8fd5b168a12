using System.Buffers;

namespace IncidentBot.Execution.Secrets;

/// <summary>
/// Whether a name says that its value is a secret: of a setting, a field, a column, a header, a variable, an option. Written in any way:
/// <c>clientSecret</c>, <c>client-secret</c>, <c>CLIENT_SECRET</c>, <c>PGPASSWORD</c>.
/// </summary>
public static class SecretName
{
    /// <summary>Only the end decides, and a name from outside can be of any length.</summary>
    private const int Longest = 80;

    /// <summary>A part of every name there is below: most names are none, and seen to be none by this.</summary>
    private static readonly SearchValues<string> Stems = SearchValues.Create(
        [
            "pass", "pwd", "pw", "secret", "token", "key", "cred", "auth", "cookie", "dsn", "conn", "session", "sid", "sessid", "sig", "otp", "pin", "jwt",
            "user", "wort", "senha", "contrasena", "salt",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>However the name begins: the letters of its words, joined, end so.</summary>
    private static readonly string[] Endings =
    [
        "password", "passwd", "pwd", "passphrase", "passcode", "secret", "token", "apikey", "accesskey", "accesskeyid", "secretkey", "privatekey",
        "signingkey", "encryptionkey", "licensekey", "fernetkey", "hmackey", "subscriptionkey", "sharedaccesskey", "authstring",
        "passwort", "kennwort", "contrasena", "senha", "storepass", "keypass", "sshpass", "salt",
        "masterkey", "sharedkey", "accountkey", "authkey", "authpass", "basicauth", "authorization",
        "cookie",
        "dsn", "connectionstring", "connstr", "connstring", "requirepass", "masterauth", "masteruser", "primaryauth", "primaryuser",
        "redisauth", "rediscliauth", "valkeycliauth",
    ];

    /// <summary>Ordinary words as well, when they stand alone.</summary>
    private static readonly string[] LastWords =
        ["pass", "pw", "session", "sessionid", "sid", "sessid", "sig", "signature", "otp", "pin", "jwt", "secrets", "credential", "credentials"];

    /// <summary>What may follow without making it another thing: <c>password_hash</c>, <c>API_KEY_2</c>, <c>DB_PASSWORD_PROD</c>.</summary>
    private static readonly HashSet<string> Tails = new(StringComparer.Ordinal)
    {
        "hash", "value", "plain", "plaintext", "text", "base64", "b64", "base", "encrypted", "raw",
        "current", "old", "new", "prod", "production", "staging", "dev", "test", "live", "default", "main", "primary", "secondary",
    };

    /// <summary>Of a field, a column or a variable, whose whole name is known.</summary>
    public static bool Is(ReadOnlySpan<char> name) => Of(name) is Meaning.Secret or Meaning.Perhaps;

    /// <summary>How sure a name in running text is: <c>pass</c> and <c>session</c> are ordinary words there.</summary>
    internal static Meaning Of(ReadOnlySpan<char> name)
    {
        name = name.Length > Longest ? name[^Longest..] : name;
        if (!name.ContainsAny(Stems))
        {
            return Meaning.Other;
        }

        var words = Words(name);
        var letters = string.Concat(words);
        return letters.EndsWith("existingsecret", StringComparison.Ordinal) ? Meaning.Other
            : Endings.Any(ending => letters.EndsWith(ending, StringComparison.Ordinal)) ? Meaning.Secret
            : letters is "auth" or "appkey" or "primarykey" or "secondarykey" ? Meaning.IfRandom
            : words is [.., _, "auth"] ? Meaning.Perhaps
            : !LastWords.Contains(words is [.., "session", "id"] ? "sessionid" : Last(words), StringComparer.Ordinal) ? Meaning.Other
            : words.Count > 1 ? Meaning.Secret
            : Meaning.Perhaps;
    }

    /// <summary><c>PHPSESSID</c> and <c>JSESSIONID</c> too.</summary>
    private static string Last(List<string> words) => words is not [.., var last] ? ""
        : last.EndsWith("sessid", StringComparison.Ordinal) ? "sessid"
        : last.EndsWith("sessionid", StringComparison.Ordinal) ? "sessionid"
        : last;

    /// <summary>In small letters, without what may follow.</summary>
    private static List<string> Words(ReadOnlySpan<char> name)
    {
        List<string> words = [];
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsAsciiLetterOrDigit(name[i]);
            if (ends || (i > start && BeginsAWord(name, i)))
            {
                if (i > start)
                {
                    words.Add(name[start..i].ToString().ToLowerInvariant());
                }

                start = ends ? i + 1 : i;
            }
        }

        while (words.Count > 1 && (Tails.Contains(words[^1]) || words[^1].All(char.IsAsciiDigit)))
        {
            words.RemoveAt(words.Count - 1);
        }

        // password2
        if (words.Count > 0)
        {
            words[^1] = words[^1].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        }

        return words;
    }

    /// <summary><c>clientSecret</c> at its S, and <c>APIKey</c> at its K.</summary>
    private static bool BeginsAWord(ReadOnlySpan<char> name, int i) => char.IsAsciiLetterUpper(name[i])
        && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
}

internal enum Meaning
{
    Other,

    /// <summary>What it names is shown, unless it looks as if nobody had thought of it: <c>auth: on</c>, <c>"auth": "Ym90Ong="</c>.</summary>
    IfRandom,

    /// <summary>An ordinary word that is also used as the name of a secret.</summary>
    Perhaps,
    Secret,
}
