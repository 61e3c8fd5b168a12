using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary><c>psql</c> and its relatives: what counts is the statement.</summary>
internal sealed class DatabaseClients : ICommandFamily
{
    public IReadOnlyList<string> Programs { get; } =
    [
        "psql", "mysql", "mariadb", "sqlite3", "pg_isready", "pg_dump", "pg_dumpall", "pg_restore", "mysqldump", "mongosh",
        "mongo", "createdb", "dropdb", "mysqladmin", "pg_ctl", "pgbench", "clickhouse-client",
    ];

    public Verdict Read(Invocation call, Rulebook rules) => call.Program switch
    {
        "pg_isready" => Hosts.Reads(call.ToString()),
        "dropdb" => Verdict.Refused("not done", "It removes a whole database."),
        "pg_dump" or "pg_dumpall" or "mysqldump" => Verdict.Manual("taken by a person, or by the backup that is in place", "It copies everybody's data."),
        "pg_restore" or "createdb" or "pg_ctl" or "mysqladmin" or "pgbench" =>
            Verdict.Manual("done by a person who is responsible for the database", "It changes the database or its server."),
        "psql" when call.Has("-o", "--output", "-L", "--log-file") =>
            Verdict.Manual("done by a person", "It writes the answer into a file, or into a program."),
        "mongosh" or "mongo" => Danger.In(call.ToString()) ?? Verdict.Manual("done by a person", "What it is given is JavaScript, which is not read here."),
        _ => call.Has("-f", "--file") || (call.Input is { Text: null } && Statements(call).Count == 0)
                ? Verdict.Manual("done by a person who has read the file", "The statements are not in the runbook.")
            : Statements(call) is { Count: > 0 } statements ? Verdict.Several([.. statements.Select(statement => Here(call.Program, SqlText.Read(statement)))])
            : call.Has("-l", "--list", "--version") ? Hosts.Reads(call.ToString())
            : Verdict.Manual(
                "done by a person; queries that only read can be configured",
                "It opens a session at the database; what is typed there follows in the runbook, if at all."),
    };

    /// <summary>What <c>/db</c> could ask, it asks of PostgreSQL alone.</summary>
    private static Verdict Here(string program, Verdict verdict) => program is "psql" || verdict is { Class: not StepClass.Sql, Action: null }
        ? verdict
        : Verdict.ReadByAPerson($"/db asks PostgreSQL alone, and {program} is a client of another database.");

    /// <summary>Whether what follows is typed at its prompt.</summary>
    public static bool OpensSession(ShellCommand command)
    {
        var program = command.Words.ToList().FindIndex(word => word.Value is "psql" or "mysql" or "mariadb");
        return program >= 0
            && !command.Redirects.Any(redirect => redirect.Reads)
            && Statements(new Invocation(command.Words[program].Value, [.. command.Words.Skip(program + 1)], command, null)).Count == 0
            && !command.Words.Any(word => word.Value is "-f" or "--file" or "-l" or "--list" or "--version");
    }

    /// <summary>Each option that gives one, or what feeds the client where none does.</summary>
    private static List<string> Statements(Invocation call)
    {
        var statements = new List<string>();
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var value = call.Arguments[i].Value;
            if (value.StartsWith("--command=", StringComparison.Ordinal) || value.StartsWith("--execute=", StringComparison.Ordinal))
            {
                statements.Add(value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..]);
                continue;
            }

            if ((value is "-c" or "--command" or "-e" or "--execute" or "-q" or "--query" || (value.StartsWith('-')
                && !value.StartsWith("--", StringComparison.Ordinal)
                && value.EndsWith('c'))) && i + 1 < call.Arguments.Count && !call.Arguments[i + 1].Value.StartsWith('-'))
            {
                statements.Add(call.Arguments[++i].Value);
            }
        }

        return statements.Count > 0 ? statements
            : (call.Input?.Text ?? (call.Program == "sqlite3" ? call.Operands("-separator", "-cmd").ElementAtOrDefault(1) : null)) is { } fed ? [fed]
            : [];
    }
}
