using System.Buffers;

namespace IncidentBot.Execution.Secrets;

/// <summary>The name of a key, in which a word is no name of a secret: <c>session:token:count</c>.</summary>
internal static class KeyName
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789:_-.*{}?[]");

    /// <summary>Words and numbers, divided as the names of keys are.</summary>
    public static bool Holds(string text, int nameStart, SecretValue value)
    {
        var rest = value.In(text).TrimEnd(",;.\"'");
        var isInKey = (nameStart > 0 && text[nameStart - 1] == ':') || rest.Contains(':') || rest.EndsWith("*");
        return (isInKey || IsWordAlone(text.AsSpan(nameStart, value.Start - nameStart)))
            && !rest.ContainsAnyExcept(Letters) && !Randomness.ShowsIn(rest);
    }

    private static bool IsWordAlone(ReadOnlySpan<char> name) => name.TrimEnd(":") is "token" or "secret" or "secrets" or "cookie" or "dsn";
}
