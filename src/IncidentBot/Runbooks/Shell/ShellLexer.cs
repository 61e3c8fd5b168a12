namespace IncidentBot.Runbooks.Shell;

/// <summary>
/// Cuts the text of a shell block into tokens. Never fails: what does not close ends with its line and carries a fault,
/// so that the lines after it are still read.
/// </summary>
internal sealed class ShellLexer
{
    private readonly string text;
    private readonly List<ShellToken> tokens = [];
    private readonly Queue<ShellHereDocument> awaited = new();
    private readonly ShellWordReader words;
    private bool delimiterNext;
    private bool indentedBody;

    private ShellLexer(string text)
    {
        this.text = text;
        words = new ShellWordReader(text);
    }

    public static IReadOnlyList<ShellToken> Read(string text)
    {
        var lexer = new ShellLexer(text);
        for (var at = 0; at < text.Length; at = lexer.tokens[^1].End)
        {
            lexer.tokens.Add(lexer.Next(at));
        }

        return lexer.tokens;
    }

    private ShellToken Next(int at)
    {
        if (tokens is [.., { Kind: ShellTokenKind.Newline or ShellTokenKind.HereDocument }] && awaited.TryDequeue(out var document))
        {
            return document.ReadBody(text, at);
        }

        var c = text[at];
        if (c == '\n')
        {
            delimiterNext = false;
            return Plain(ShellTokenKind.Newline, at, 1);
        }

        if (SpaceLength(at) is > 0 and var space)
        {
            return Plain(ShellTokenKind.Space, at, space);
        }

        if (c == '#')
        {
            return Plain(ShellTokenKind.Comment, at, ShellText.LineEnd(text, at) - at);
        }

        if (RedirectLength(at) is > 0 and var redirect)
        {
            var sign = Plain(ShellTokenKind.Redirect, at, redirect);
            delimiterNext = sign.Value.TrimStart([.. "0123456789"]) is "<<" or "<<-";
            indentedBody = sign.Value.EndsWith('-');
            return sign;
        }

        if (OperatorLength(at) is > 0 and var length)
        {
            return Plain(ShellTokenKind.Operator, at, length);
        }

        var word = words.Read(at);
        if (delimiterNext)
        {
            awaited.Enqueue(new ShellHereDocument(word.Value, indentedBody));
            delimiterNext = false;
        }

        return word;
    }

    private ShellToken Plain(ShellTokenKind kind, int at, int length) => new(kind, at, length, text.Substring(at, length));

    private int SpaceLength(int at)
    {
        var end = at;
        while (end < text.Length)
        {
            if (text[end] != '\n' && char.IsWhiteSpace(text[end]))
            {
                end++;
            }
            else if (ShellText.Continues(text, end) is > 0 and var continuation)
            {
                end += continuation;
            }
            else
            {
                break;
            }
        }

        return end - at;
    }

    private int RedirectLength(int at)
    {
        var sign = at;
        while (sign < text.Length && char.IsAsciiDigit(text[sign]))
        {
            sign++;
        }

        if (sign >= text.Length || ShellText.PlaceholderLength(text, sign) > 0)
        {
            return 0;
        }

        var rest = text.AsSpan(sign);
        if (rest.StartsWith("<(") || rest.StartsWith(">("))
        {
            return 0;
        }

        foreach (var redirect in (ReadOnlySpan<string>)["<<<", "<<-", "&>>", "<<", ">>", ">&", "<&", ">|", "<>", "&>", "<", ">"])
        {
            if (rest.StartsWith(redirect, StringComparison.Ordinal))
            {
                return sign - at + redirect.Length;
            }
        }

        return 0;
    }

    private int OperatorLength(int at)
    {
        foreach (var sign in (ReadOnlySpan<string>)["&&", "||", ";;", "|&", "|", "&", ";", "(", ")"])
        {
            if (text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal))
            {
                return sign.Length;
            }
        }

        return 0;
    }
}
