using IncidentBot.Runbooks.Rules;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Reading;

/// <summary>
/// Tells line by line what was typed, and to what. Where there are prompts, a line without one is an answer, unless it is plainly a
/// command: people leave prompts out.
/// </summary>
internal sealed class TranscriptReader
{
    private readonly Rulebook rules;
    private readonly bool hasPrompts;
    private readonly List<string> shell = [];
    private readonly List<(int Line, string Text, RedisAim Aim)> redis = [];
    private readonly List<(int Line, List<string> Parts)> sql = [];
    private readonly List<(int Line, List<string> Parts)> programs = [];
    private readonly List<int> queries = [];
    private Client client;
    private RedisAim aim = RedisAim.None;

    /// <summary>The client was seen to have a prompt of its own.</summary>
    private bool isPrompted;
    private bool goesOn;
    private bool statementIsOpen;

    private TranscriptReader(Rulebook rules, bool hasPrompts) => (this.rules, this.hasPrompts) = (rules, hasPrompts);

    private enum Client
    {
        None,
        Redis,
        Sql,

        /// <summary>The console of a language.</summary>
        Program,
    }

    public static Transcript Read(string text, Rulebook rules)
    {
        var lines = text.Split('\n');
        var reader = new TranscriptReader(rules, lines.Any(ConsoleText.IsPrompt));
        foreach (var line in lines)
        {
            reader.shell.Add("");
            reader.Take(line, reader.shell.Count - 1);
        }

        return new Transcript(string.Join('\n', reader.shell), reader.redis, Joined(reader.sql), Joined(reader.programs), reader.queries);
    }

    private static IReadOnlyList<(int Line, string Text)> Joined(List<(int Line, List<string> Parts)> typed) =>
        [.. typed.Select(one => (one.Line, string.Join('\n', one.Parts)))];

    private void Take(string line, int at)
    {
        if (ConsoleText.TypedShell(line) is { } typed)
        {
            isPrompted = false;
            ToShell(typed, at);
        }
        else if (goesOn)
        {
            ToShell(hasPrompts ? ConsoleText.Continued(line) : line, at);
        }
        else if ((ConsoleText.TypedSql(line, statementIsOpen) ?? (client is Client.Sql && IsSql(line) ? line.Trim() : null)) is { } part)
        {
            client = Client.Sql;
            ToSql(part, at);
        }
        else if (TypedToProgram(line) is { } code)
        {
            client = Client.Program;
            isPrompted |= ConsoleText.TypedProgram(line) is not null;
            programs.Add((at, [code]));
        }
        else if (client is Client.Program && programs.Count > 0 && ConsoleText.TypedOn(line) is { } more)
        {
            programs[^1].Parts.Add(more);
        }
        else if (TypedToRedis(line) is { } command)
        {
            aim = aim.At(line).Selecting(command);
            redis.Add((at, command, aim));
            client = command is "exit" or "quit" ? Client.None : Client.Redis;
        }
        else if (ConsoleText.TypedSomewhere(line) is { } told && rules.Knows(told.Split(' ')[0]))
        {
            ToShell(told, at);
        }
        else if (line.TrimStart().StartsWith('#'))
        {
            // A comment, a headline of INFO, or what root typed: it is read where comments are.
            shell[at] = line;
        }
        else if (client is Client.None && MetricQuery.Is(line) && !rules.Knows(line.Trim().Split(' ')[0]) && Danger.In(line) is null)
        {
            queries.Add(at);
        }
        else if (!IsAnswer(line))
        {
            ToShell(line, at);
        }
    }

    private void ToShell(string line, int at)
    {
        shell[at] = line;
        goesOn = line.EndsWith('\\');
        statementIsOpen = false;
        client = Opened(line) is not Client.None and var opened ? opened : hasPrompts ? Client.None : client;
    }

    private void ToSql(string part, int at)
    {
        if (statementIsOpen)
        {
            sql[^1].Parts.Add(part);
        }
        else
        {
            sql.Add((at, [part]));
        }

        statementIsOpen = !part.EndsWith(';') && !part.StartsWith('\\');
    }

    private bool IsSql(string line) => statementIsOpen ? line.Trim().Length > 0 : SqlText.Is(line) || line.TrimStart().StartsWith('\\');

    private string? TypedToProgram(string line) => ConsoleText.TypedProgram(line) is { } typed ? typed
        : client is Client.Program && ConsoleText.Bare(line) is { } bare ? bare
        : null;

    /// <summary>At the prompt of redis-cli, or without one in a session, where names may be written small.</summary>
    private string? TypedToRedis(string line)
    {
        var typed = ConsoleText.Typed(line) is { } prompted && !rules.Knows(line.Trim().Split(' ')[0]) ? prompted
            : (ConsoleText.Bare(line) ?? ConsoleText.TypedSomewhere(line)) is { } bare
                && rules.Redis.Knows(bare.Split(' ')[0])
                && !BlockKind.LooksLikeCommand(bare, rules)
                ? bare
            : null;
        isPrompted |= typed is not null;
        return typed ?? (client is Client.Redis && (rules.Redis.Knows(line.Trim().Split(' ')[0]) || ConsoleText.Bare(line) is not null)
            ? ConsoleText.Bare(line) ?? line.Trim()
            : null);
    }

    private bool IsAnswer(string line) => hasPrompts || isPrompted || client is Client.Sql or Client.Program
        ? !InlineCommand.IsWholeLine(line, rules) && (hasPrompts || isPrompted || Answers.Is(line))
        : Answers.IsReply(line) && (Danger.In(line) is null || !line.Trim().Contains(' ', StringComparison.Ordinal));

    /// <summary>Which client a line leaves open: <c>redis-cli -h db</c> without a command, <c>psql app</c> without a statement.</summary>
    private Client Opened(string line) => ShellParser.Parse(line).Pipelines is [{ Commands: [var command] }]
        ? RedisCli.OpensSession(command) ? Session(command)
            : DatabaseClients.OpensSession(command) ? Client.Sql
            : Interpreters.OpensConsole(command) ? Client.Program
            : Client.None
        : Client.None;

    private Client Session(ShellCommand command)
    {
        aim = RedisCli.AimOf(command);
        return Client.Redis;
    }
}
