using System.Text;

namespace IncidentBot.Expressions;

/// <summary>Texts that cost most: one thing again and again, of which every part could be the beginning of what is looked for, and never its end.</summary>
internal static class WorstCases
{
    private static readonly string[] Everywhere =
    [
        "a-", "a", "a ", ":", "\"", "1", " ", "a.", "aA", "\t", "'", "\\", "1:", "=", "a=", "/", "-", "_", "@", "<", "…", "“ ", "\n", "\r\n", "{", "[", "|",
        "x\"y'", ",", ";",
    ];

    /// <summary>What secrets are told by, and each with a part of what follows it.</summary>
    private static readonly string[] OfSecrets =
    [
        "password", "password=", "password=\"", "password:", "token=a,", "token=%s", "token=(", "\"token\":\"", "secret=[", "cookie: ", "cookie=$A",
        "api_key=a&", "--pass ", "requirepass ", "x://", "x://a:", "x://a:b", "redis://a@", "Bearer ", "Bearer a", "basic aaaaaaa ", "AUTH ", "auth a ",
        "\"auth\" \"", "-cli auth", "auth-pass a ", "acl setuser x on >", "user a on #", "redis-cli -a ", "mysql -p", "curl -u a:",
        "identified by '", "eyJ", "eyJa.", "ghp_", "AKIA", "SG.a", "sk-a",
        "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "-----", "aaaa-", "corr", "corr…", "a-a-PASS",
        "Password;", ";password=a b", "requirepass\n", "1) \"AUTH\"\n2) \"", "<password>", "password:\n  ", "password: |\n  a\n",
        "name: a-token\nvalue: ", "insert into (",
        "insert into a (password) values (", "echo a |", "curl -u ", "vault put a=", "%3A%2F%2F:", "a:b@tcp", "password is ",
        "password $$", "set password for ",
        "rename-command a ", "crypt(", ".auth(", "\u200B", "password\u200B=a",
    ];

    /// <summary>For one expression: what stands in it, and what could stand anywhere.</summary>
    public static IEnumerable<string> Of(string expression, int length) =>
        Pieces(expression).Concat(Everywhere).Distinct().Select(piece => Repeated(piece, length));

    public static IEnumerable<string> OfTheRedactor(int length) => OfSecrets.Concat(Everywhere).Select(piece => Repeated(piece, length));

    /// <summary>Pieces of both in any order, up to 4,000 letters: as much as people type.</summary>
    public static IEnumerable<string> Generated(int count, int seed)
    {
        var random = new Random(seed);
        string[] pieces = [.. OfSecrets, .. Everywhere, "hunter2", "ok", "failed"];
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, 4000); text.Length < length;)
            {
                text.Insert(text.Length, pieces[random.Next(pieces.Length)], random.Next(4) == 0 ? random.Next(1, 50) : 1);
            }

            yield return text.ToString();
        }
    }

    /// <summary>Its words, and its words with the next letter that means nothing in an expression.</summary>
    private static IEnumerable<string> Pieces(string expression)
    {
        var words = new string([.. expression.Select(letter => char.IsAsciiLetterOrDigit(letter) || " :<=-/".Contains(letter) ? letter : '\n')])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .OrderByDescending(word => word.Length)
            .Take(2)
            .ToList();
        return words.Concat(words.Select(word => $"{word} a"));
    }

    private static string Repeated(string piece, int length) =>
        new StringBuilder(length + piece.Length).Insert(0, piece, (length / piece.Length) + 1).ToString();
}
