using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Shell;

/// <summary>
/// Finds the commands in a shell text. It keeps no tree: a loop or a condition is a note on the commands inside it, because
/// nothing here is ever run and only what each command does matters.
/// </summary>
internal sealed partial class ShellParser
{
    private readonly string text;
    private readonly List<ShellToken> tokens;
    private readonly List<ShellToken> comments = [];
    private readonly List<ShellToken> structure = [];
    private readonly List<ShellPipeline> pipelines = [];

    private readonly ShellNesting nesting = new();
    private readonly PendingPipeline pending;
    private int at;

    private ShellParser(string text)
    {
        this.text = text;
        pending = new PendingPipeline(text);
        tokens = [.. ShellLexer.Read(text).Where(token => token.Kind != ShellTokenKind.Space)];
    }

    public static bool IsAssignment(string word) => Assignment().IsMatch(word);

    public static ShellScript Parse(string text)
    {
        var parser = new ShellParser(text);
        parser.Run();
        return new ShellScript(parser.pipelines, parser.comments, parser.structure);
    }

    private void Run()
    {
        while (at < tokens.Count)
        {
            Take(tokens[at++]);
        }

        EndPipeline();
    }

    private void Take(ShellToken token)
    {
        switch (token.Kind)
        {
            case ShellTokenKind.Comment:
                comments.Add(token);
                break;
            case ShellTokenKind.Newline:
                // A pipe at the end of a line goes on; a here-document whose lines follow is not over.
                if (!(pending.Commands.Count > 0 && pending.AtCommandPosition) && !pending.AwaitsBody)
                {
                    EndPipeline();
                }

                break;
            case ShellTokenKind.HereDocument:
                Body(token);
                break;
            case ShellTokenKind.Redirect:
                pending.Redirect(token, at < tokens.Count && tokens[at].Kind == ShellTokenKind.Word ? tokens[at++] : null);
                break;
            case ShellTokenKind.Operator:
                Operator(token);
                break;
            default:
                Word(token);
                break;
        }
    }

    private void Body(ShellToken token)
    {
        pending.Body(token);
        if (!pending.AwaitsBody)
        {
            EndPipeline();
        }
    }

    private void Operator(ShellToken token)
    {
        switch (token.Value)
        {
            case "|" or "|&":
                pending.FeedBy(pending.Span is null && nesting.Closed is { } group && IsBlank(group.End, token.Start) ? text[group.Start..group.End] : null);
                pending.Cover(token);
                pending.EndCommand();
                break;
            case "(" when pending.AtCommandPosition:
                EndPipeline();
                structure.Add(token);
                nesting.Open("", token);
                break;
            case "(" when pending.Words.Count == 1 && at < tokens.Count && tokens[at].Value == ")" && BodyFollows():
                Function(pending.Words[0].Value, token);
                break;
            case ")" when nesting.HasBrackets:
                EndPipeline();
                structure.Add(token);
                nesting.Leave(token);
                break;
            case "(" or ")":
                pending.Cover(token);
                pending.Add(new ShellWord(token.Value, []));
                break;
            default:
                // With a here-document open, `cat <<EOF && next` ends here all the same; the body then belongs to `next`.
                EndPipeline();
                structure.Add(token);
                break;
        }
    }

    private void Word(ShellToken token)
    {
        if (pending.AtCommandPosition && !token.Quoted && Keyword(token))
        {
            return;
        }

        pending.Cover(token);
        if (pending.Words.Count == 0 && Assignment().IsMatch(text.AsSpan(token.Start, token.Length)))
        {
            pending.Assign(new ShellWord(token.Value, token.Substitutions));
            return;
        }

        pending.Add(new ShellWord(token.Value, token.Substitutions));
    }

    private bool Keyword(ShellToken token)
    {
        switch (token.Value)
        {
            case "if" or "elif":
                Enter(token, token.Value == "if" ? "in a condition" : null);
                return true;
            case "while" or "until":
                Enter(token, pending.Commands.Count > 0
                    ? $"in a loop over the output of: {string.Join(" | ", pending.Commands.Select(command => string.Join(' ', command.Words)))}"
                    : "in a loop");
                return true;
            case "for" or "select" when token.Value == "for" || (at + 1 < tokens.Count && tokens[at + 1].Value == "in"):
                EndPipeline();
                Header(token, "in a loop over ");
                return true;
            case "function":
                EndPipeline();
                Header(token, "in the function ");
                return true;
            case "case":
                Opaque(token);
                return true;
            case "{":
                EndPipeline();
                structure.Add(token);
                if (!nesting.IsInFunction)
                {
                    nesting.Open("", token);
                }

                return true;
            case "!" or "time" when pending.Span is not null:
                pending.Cover(token);
                return true;
            case "then" or "else" or "do" or "!" or "time":
                EndPipeline();
                structure.Add(token);
                return true;
            case "fi" or "done" or "}":
                EndPipeline();
                structure.Add(token);
                nesting.Leave(token);
                return true;
            default:
                return false;
        }
    }

    private void Enter(ShellToken token, string? frame)
    {
        EndPipeline();
        structure.Add(token);
        if (frame is not null)
        {
            nesting.Open(frame, token);
        }
    }

    private bool IsBlank(int start, int end) => start <= end && text.AsSpan(start, end - start).IsWhiteSpace();

    /// <summary>The rest of the line up to <c>;</c> or <c>do</c>: <c>for queue in a b c</c>.</summary>
    private void Header(ShellToken keyword, string prefix)
    {
        structure.Add(keyword);
        var header = new List<string>();
        while (at < tokens.Count
            && tokens[at] is { Kind: ShellTokenKind.Word or ShellTokenKind.Redirect } or { Kind: ShellTokenKind.Operator, Value: "(" or ")" }
            && tokens[at].Value is not ("do" or "{"))
        {
            header.Add(tokens[at].Value);
            structure.Add(tokens[at++]);
        }

        nesting.Open(prefix + string.Join(' ', header), keyword);
    }

    /// <summary>What follows the brackets makes a function of them; <c>r.flushall()</c> alone is a call in another language.</summary>
    private bool BodyFollows()
    {
        var next = at + 1;
        while (next < tokens.Count && tokens[next].Kind is (ShellTokenKind.Newline or ShellTokenKind.Comment))
        {
            next++;
        }

        return next < tokens.Count && tokens[next].Value is ("{" or "(" or "if" or "for" or "while" or "case");
    }

    private void Function(string name, ShellToken open)
    {
        var first = at - 1;
        while (first > 0 && tokens[first - 1].Start >= pending.Span!.Value.Start)
        {
            first--;
        }

        structure.AddRange(tokens[first..(at - 1)]);
        pending.Clear();
        structure.Add(open);
        structure.Add(tokens[at++]);
        nesting.Open($"in the function {name}", open);
    }

    /// <summary>A <c>case</c> is kept whole: its patterns and its commands cannot be told apart without the shell.</summary>
    private void Opaque(ShellToken keyword)
    {
        EndPipeline();
        pending.Cover(keyword);
        pending.Add(new ShellWord(keyword.Value, []));
        for (var depth = 1; at < tokens.Count && depth > 0; at++)
        {
            pending.Cover(tokens[at]);
            depth += tokens[at].Value switch { "case" => 1, "esac" => -1, _ => 0 };
        }

        pending.Add(new ShellWord(text[pending.Span!.Value.Start..pending.Span.Value.End], []));
        EndPipeline();
    }

    private void EndPipeline()
    {
        if (pending.End(nesting.Notes) is { } pipeline)
        {
            pipelines.Add(pipeline);
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\+?=", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();
}
