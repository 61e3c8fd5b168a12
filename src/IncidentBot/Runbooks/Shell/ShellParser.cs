using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Shell;

/// <summary>
/// Finds the commands in a shell text. It keeps no tree: a loop or a condition is a note on the commands inside it, because
/// nothing here is ever run and only what each command does matters.
/// </summary>
internal sealed partial class ShellParser
{
    /// <summary>Of deeper nesting only the innermost is noted: nobody reads more, and each command would carry all of it.</summary>
    private const int DeepestNoted = 6;

    private readonly string text;
    private readonly List<ShellToken> tokens;
    private readonly List<ShellToken> comments = [];
    private readonly List<ShellToken> structure = [];
    private readonly List<ShellPipeline> pipelines = [];

    /// <summary>What is open, innermost last: a loop, a condition, a function with what is to be noted of it; brackets with nothing.</summary>
    private readonly Stack<string> frames = new();

    /// <summary>Those of <see cref="frames"/> that say something.</summary>
    private readonly List<string> notes = [];

    private readonly List<ShellCommand> commands = [];
    private readonly List<ShellWord> words = [];
    private readonly List<ShellWord> assignments = [];
    private readonly List<ShellRedirect> redirects = [];

    /// <summary>The commands, and the redirections in them, whose here-documents follow.</summary>
    private readonly List<(int Command, int Redirect)> awaitingBody = [];
    private (int Start, int End)? span;

    /// <summary>Where each of <see cref="frames"/> begins, and what was closed last and may be followed by a pipe.</summary>
    private readonly Stack<int> begins = new();
    private (int Start, int End)? closed;
    private string? fedBy;
    private string? fault;
    private int at;

    private ShellParser(string text)
    {
        this.text = text;
        tokens = [.. ShellLexer.Read(text).Where(token => token.Kind != ShellTokenKind.Space)];
    }

    private bool AtCommandPosition => words.Count == 0 && assignments.Count == 0 && redirects.Count == 0;

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
                if (!(commands.Count > 0 && AtCommandPosition) && awaitingBody.Count == 0)
                {
                    EndPipeline();
                }

                break;
            case ShellTokenKind.HereDocument:
                Body(token);
                break;
            case ShellTokenKind.Redirect:
                Redirect(token);
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
        if (awaitingBody.Count > 0)
        {
            var (command, redirect) = awaitingBody[0];
            if (command < commands.Count)
            {
                commands[command] = commands[command] with
                {
                    Redirects = [.. commands[command].Redirects.Select((each, at) => at == redirect ? each with { Body = token.Value } : each)],
                };
            }
            else
            {
                redirects[redirect] = redirects[redirect] with { Body = token.Value };
            }

            awaitingBody.RemoveAt(0);
        }

        Cover(token);
        if (awaitingBody.Count == 0)
        {
            EndPipeline();
        }
    }

    private void Redirect(ShellToken token)
    {
        Cover(token);
        var target = at < tokens.Count && tokens[at].Kind == ShellTokenKind.Word ? tokens[at++] : null;
        if (target is not null)
        {
            Cover(target);
        }
        else
        {
            fault ??= $"nothing follows {token.Value}";
        }

        var sign = token.Value.TrimStart([.. "0123456789"]);
        if (sign is "<<" or "<<-" && target is not null)
        {
            awaitingBody.Add((commands.Count, redirects.Count));
        }

        redirects.Add(new ShellRedirect(sign, target?.Value ?? "", sign == "<<<" ? target?.Value : null) { Substitutions = target?.Substitutions ?? [] });
    }

    private void Operator(ShellToken token)
    {
        switch (token.Value)
        {
            case "|" or "|&":
                fedBy ??= span is null && closed is { } group && IsBlank(group.End, token.Start) ? text[group.Start..group.End] : null;
                Cover(token);
                EndCommand();
                break;
            case "(" when AtCommandPosition:
                EndPipeline();
                structure.Add(token);
                Open("", token);
                break;
            case "(" when words.Count == 1 && at < tokens.Count && tokens[at].Value == ")" && BodyFollows():
                Function(words[0].Value, token);
                break;
            case ")" when frames.Count > notes.Count:
                EndPipeline();
                structure.Add(token);
                Leave(token);
                break;
            case "(" or ")":
                Cover(token);
                words.Add(new ShellWord(token.Value, []));
                break;
            default:
                // With a here-document open, `cat <<EOF && next` ends here all the same; the body then belongs to `next`.
                awaitingBody.Clear();
                EndPipeline();
                structure.Add(token);
                break;
        }
    }

    private void Word(ShellToken token)
    {
        if (AtCommandPosition && !token.Quoted && Keyword(token))
        {
            return;
        }

        Cover(token);
        if (words.Count == 0 && Assignment().IsMatch(text.AsSpan(token.Start, token.Length)))
        {
            assignments.Add(new ShellWord(token.Value, token.Substitutions));
            return;
        }

        words.Add(new ShellWord(token.Value, token.Substitutions));
    }

    private bool Keyword(ShellToken token)
    {
        switch (token.Value)
        {
            case "if" or "elif":
                Enter(token, token.Value == "if" ? "in a condition" : null);
                return true;
            case "while" or "until":
                Enter(token, commands.Count > 0
                    ? $"in a loop over the output of: {string.Join(" | ", commands.Select(command => string.Join(' ', command.Words)))}"
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
                if (!frames.TryPeek(out var frame) || !frame.StartsWith("in the function", StringComparison.Ordinal))
                {
                    Open("", token);
                }

                return true;
            case "!" or "time" when span is not null:
                Cover(token);
                return true;
            case "then" or "else" or "do" or "!" or "time":
                EndPipeline();
                structure.Add(token);
                return true;
            case "fi" or "done" or "}":
                EndPipeline();
                structure.Add(token);
                Leave(token);
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
            Open(frame, token);
        }
    }

    private void Open(string frame, ShellToken token)
    {
        frames.Push(frame);
        begins.Push(token.Start);
        if (frame.Length > 0)
        {
            notes.Add(frame);
        }
    }

    private void Leave(ShellToken token)
    {
        if (!frames.TryPop(out var frame))
        {
            return;
        }

        closed = (begins.Pop(), token.End);
        if (frame.Length > 0)
        {
            notes.RemoveAt(notes.Count - 1);
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

        Open(prefix + string.Join(' ', header), keyword);
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
        while (first > 0 && tokens[first - 1].Start >= span!.Value.Start)
        {
            first--;
        }

        structure.AddRange(tokens[first..(at - 1)]);
        Reset();
        structure.Add(open);
        structure.Add(tokens[at++]);
        Open($"in the function {name}", open);
    }

    /// <summary>A <c>case</c> is kept whole: its patterns and its commands cannot be told apart without the shell.</summary>
    private void Opaque(ShellToken keyword)
    {
        EndPipeline();
        Cover(keyword);
        words.Add(new ShellWord(keyword.Value, []));
        for (var depth = 1; at < tokens.Count && depth > 0; at++)
        {
            Cover(tokens[at]);
            depth += tokens[at].Value switch { "case" => 1, "esac" => -1, _ => 0 };
        }

        words.Add(new ShellWord(text[span!.Value.Start..span.Value.End], []));
        EndPipeline();
    }

    private void Cover(ShellToken token)
    {
        span = (Math.Min(span?.Start ?? token.Start, token.Start), token.End);
        fault ??= token.Fault;
    }

    private void EndCommand()
    {
        if (!AtCommandPosition)
        {
            commands.Add(new ShellCommand([.. words], [.. assignments], [.. redirects]));
            words.Clear();
            assignments.Clear();
            redirects.Clear();
        }
    }

    private void EndPipeline()
    {
        EndCommand();
        if (span is { } covered)
        {
            pipelines.Add(new ShellPipeline(
                [.. commands],
                covered.Start,
                covered.End,
                text[covered.Start..covered.End],
                [.. notes.TakeLast(DeepestNoted)])
            { Fault = fault, FedBy = fedBy });
        }

        Reset();
    }

    private void Reset()
    {
        commands.Clear();
        words.Clear();
        assignments.Clear();
        redirects.Clear();
        awaitingBody.Clear();
        span = null;
        fedBy = null;
        fault = null;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\+?=", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();
}
