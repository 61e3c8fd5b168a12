using System.Text;

namespace IncidentBot.Execution.Secrets;

/// <summary>
/// PEM blocks of private keys (RFC 7468), also with <c>\n</c> for its line ends, as JSON has them. One without its end, because the text
/// was cut, goes on to the end of the text; of one without its beginning, the lines before its end that can be a key's are taken out.
/// </summary>
internal static class PrivateKeys
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Kind = "PRIVATE KEY";

    /// <summary>The longest name of a kind: <c>-----BEGIN OPENSSH PRIVATE KEY</c>.</summary>
    private const int LongestHead = 64;

    public static string Mask(string text)
    {
        if (!text.Contains(Kind, StringComparison.Ordinal))
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (Next(rest) is (var (start, length), var isBegin))
        {
            var before = rest[..start];
            masked.Append(isBegin ? before : WithoutKeyLines(before)).Append(Redactor.Mask);
            rest = rest[(start + length)..];
            if (isBegin)
            {
                rest = Next(rest) is (var (end, ended), false) ? rest[(end + ended)..] : [];
            }
        }

        return masked.Append(rest).ToString();
    }

    /// <summary>The next line that begins or ends a private key.</summary>
    private static ((int Start, int Length) Line, bool IsBegin)? Next(ReadOnlySpan<char> text)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOf("-----");
            if (at < 0)
            {
                return null;
            }

            at += from;
            var head = text.Slice(at, Math.Min(LongestHead, text.Length - at));
            var isBegin = head.StartsWith(Begin);
            var kind = isBegin || head.StartsWith(End) ? head.IndexOf(Kind) : -1;
            if (kind > 0)
            {
                var length = kind + Kind.Length;
                return ((at, length + (text[(at + length)..].StartsWith("-----") ? 5 : 0)), isBegin);
            }

            from = at + 5;
        }

        return null;
    }

    private static ReadOnlySpan<char> WithoutKeyLines(ReadOnlySpan<char> text)
    {
        var keep = text.TrimEnd();
        while (keep.Length > 0)
        {
            var line = keep[(keep.LastIndexOf('\n') + 1)..];
            if (line.Trim().ContainsAnyExcept(KeyLetters))
            {
                break;
            }

            keep = keep[..^line.Length].TrimEnd();
        }

        return text[..(keep.Length == 0 ? 0 : Math.Min(text.Length, keep.Length + 1))];
    }

    private static readonly System.Buffers.SearchValues<char> KeyLetters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\");
}
