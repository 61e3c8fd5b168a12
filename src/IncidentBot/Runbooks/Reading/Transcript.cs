using IncidentBot.Runbooks.Rules;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Reading;

/// <summary>
/// What was typed in a terminal, line by line: at the shell's prompt, or to redis-cli or psql, which an earlier line has opened. Where
/// there are prompts, the lines without one are answers.
/// </summary>
/// <param name="Shell">What is for the shell; other lines are empty, so that all keep their places.</param>
/// <param name="Redis">What was typed to redis-cli, by line.</param>
/// <param name="Sql">The statements, by the line of their beginning.</param>
internal sealed record Transcript(string Shell, IReadOnlyList<(int Line, string Text)> Redis, IReadOnlyList<(int Line, string Text)> Sql)
{
    private enum Client
    {
        None,
        Redis,
        Sql,
    }

    public static Transcript Read(string text, Rulebook rules)
    {
        var lines = text.Split('\n');
        var hasPrompts = lines.Any(ConsoleText.IsPrompt);
        var (shell, redis, sql) = (new string[lines.Length], new List<(int, string)>(), new List<(int, string)>());
        var (client, goesOn, prompted) = (Client.None, false, false);
        string? statement = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            shell[i] = "";
            if (ConsoleText.TypedShell(line) is { } typed)
            {
                (shell[i], statement) = (typed, null);
                (client, goesOn, prompted) = (Opened(typed), typed.EndsWith('\\'), false);
            }
            else if (goesOn)
            {
                shell[i] = hasPrompts ? ConsoleText.Continued(line) : line;
                goesOn = line.EndsWith('\\');
            }
            else if ((ConsoleText.TypedSql(line, statement is not null) ?? (client == Client.Sql && IsSql(line, statement) ? line.Trim() : null)) is { } part)
            {
                client = Client.Sql;
                Statement(i, part);
            }
            else if (ConsoleText.Typed(line) is { } command && !rules.Knows(line.Trim().Split(' ')[0]))
            {
                (client, prompted) = (Client.Redis, true);
                redis.Add((i, command));
            }
            else if (client == Client.Redis && ToRedis(line, rules) is { } told)
            {
                redis.Add((i, told));
                client = told is "exit" or "quit" ? Client.None : client;
            }
            else if (!hasPrompts && !IsAnswer(line))
            {
                shell[i] = line;
                (client, goesOn) = Opened(line) is var opened and not Client.None ? (opened, false) : (client, line.EndsWith('\\'));
            }
        }

        return new Transcript(string.Join('\n', shell), redis, sql);

        bool IsAnswer(string line) =>
            client == Client.Sql ? Answers.Is(line)
            : prompted ? Answers.Is(line) || !line.Trim().Contains(' ', StringComparison.Ordinal)
            : Answers.IsReply(line);

        void Statement(int line, string part)
        {
            if (statement is null)
            {
                sql.Add((line, part));
            }
            else
            {
                sql[^1] = (sql[^1].Item1, $"{sql[^1].Item2}\n{part}");
            }

            statement = part.EndsWith(';') || part.StartsWith('\\') ? null : part;
        }
    }

    private static bool IsSql(string line, string? statement) =>
        statement is not null ? line.Trim().Length > 0 : SqlText.Is(line) || line.TrimStart().StartsWith('\\');

    /// <summary>Inside a session names may be written small, and a bare <c>&gt;</c> stands for the prompt.</summary>
    private static string? ToRedis(string line, Rulebook rules)
    {
        var text = line.TrimStart();
        var prompted = text.StartsWith('>');
        text = text.TrimStart('>', ' ').Trim();
        return text.Length > 0 && (prompted || rules.Redis.Knows(text.Split(' ')[0])) ? text : null;
    }

    /// <summary>Which client a line leaves open: <c>redis-cli -h db</c> without a command, <c>psql app</c> without a statement.</summary>
    private static Client Opened(string line) => ShellParser.Parse(line).Pipelines is [{ Commands: [var command] }]
        ? RedisCli.OpensSession(command) ? Client.Redis
            : DatabaseClients.OpensSession(command) ? Client.Sql
            : Client.None
        : Client.None;
}
