namespace IncidentBot.Runbooks.Shell;

/// <summary>The pipeline that is being read: its commands so far, and the one that is not over.</summary>
internal sealed class PendingPipeline(string text)
{
    private readonly List<ShellCommand> commands = [];
    private readonly List<ShellWord> words = [];
    private readonly List<ShellWord> assignments = [];
    private readonly List<ShellRedirect> redirects = [];

    /// <summary>The commands, and the redirections in them, whose here-documents follow.</summary>
    private readonly List<(int Command, int Redirect)> awaitingBody = [];
    private string? fedBy;
    private string? fault;

    public (int Start, int End)? Span { get; private set; }

    public IReadOnlyList<ShellCommand> Commands => commands;

    /// <summary>Of the command that is not over.</summary>
    public IReadOnlyList<ShellWord> Words => words;

    public bool AtCommandPosition => words.Count == 0 && assignments.Count == 0 && redirects.Count == 0;

    public bool AwaitsBody => awaitingBody.Count > 0;

    public void Cover(ShellToken token)
    {
        Span = (Math.Min(Span?.Start ?? token.Start, token.Start), token.End);
        fault ??= token.Fault;
    }

    public void Add(ShellWord word) => words.Add(word);

    public void Assign(ShellWord assignment) => assignments.Add(assignment);

    /// <param name="target">Null where nothing follows the sign.</param>
    public void Redirect(ShellToken token, ShellToken? target)
    {
        Cover(token);
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

    public void Body(ShellToken token)
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
    }

    /// <summary>What is piped into it and is no command of its own.</summary>
    public void FeedBy(string? group) => fedBy ??= group;

    public void EndCommand()
    {
        if (!AtCommandPosition)
        {
            commands.Add(new ShellCommand([.. words], [.. assignments], [.. redirects]));
            words.Clear();
            assignments.Clear();
            redirects.Clear();
        }
    }

    /// <returns>Null where nothing was read.</returns>
    public ShellPipeline? End(IReadOnlyList<string> notes)
    {
        EndCommand();
        var ended = Span is { } covered
            ? new ShellPipeline([.. commands], covered.Start, covered.End, text[covered.Start..covered.End], notes) { Fault = fault, FedBy = fedBy }
            : null;
        Clear();
        return ended;
    }

    public void Clear()
    {
        commands.Clear();
        words.Clear();
        assignments.Clear();
        redirects.Clear();
        awaitingBody.Clear();
        Span = null;
        fedBy = null;
        fault = null;
    }
}
