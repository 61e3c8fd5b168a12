using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Words;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary>What a database's refusal means, and what to do.</summary>
internal sealed partial record DatabaseTrouble(string Class, string Reason, string? Next)
{
    public ActionReport Report(DatabaseTarget target) => new($"{target.Name}: {Class}, {Reason}.", Healthy: false)
    {
        FailureClass = Class,
        Steps = Next is null ? [] : [OneLine.Of(Next)],
        Evidence = [OneLine.Of($"{target.Address} as {target.Role}")],
    };

    public static DatabaseTrouble Of(DatabaseTarget target, Exception error) => error switch
    {
        PostgresException said => Refusal(target, said),
        NotSupportedException => new("NOT ONE SELECT", "the query holds several statements", "Correct Sql in the configuration."),
        _ => NoAnswer(target, error),
    };

    private static DatabaseTrouble Refusal(DatabaseTarget target, PostgresException said)
    {
        var setting = $"Databases:{target.Name}:ConnectionString";
        return said.SqlState switch
        {
            // This is no failure to look: it is what was looked for.
            PostgresErrorCodes.TooManyConnections => new(
                "TOO MANY CONNECTIONS",
                $"it lets nobody in any more ({Words(said)})",
                "That is the finding itself: applications are refused as well. Lower their pools or restart the one that leaks; a superuser still gets in."),
            PostgresErrorCodes.CannotConnectNow => new("NOT READY", Words(said), "It is starting, stopping or recovering. Ask again in a moment."),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => new("CLOSED", Words(said), "It is being stopped, or has just crashed."),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
                "LOGIN REFUSED",
                Words(said),
                $"User and password come from {setting} (environment: {setting.Replace(":", "__", StringComparison.Ordinal)}); "
                    + "who may connect stands in pg_hba.conf."),
            PostgresErrorCodes.InvalidCatalogName => new("NO SUCH DATABASE", Words(said), $"Compare Database in {setting}."),
            PostgresErrorCodes.QueryCanceled when said.MessageText.Contains("statement timeout", StringComparison.Ordinal) => new(
                "TOO SLOW",
                "the server stopped it at its time limit",
                "Is it waiting, or short of an index? /db connections shows who waits. TimeLimit of the query can be raised."),
            PostgresErrorCodes.QueryCanceled => new("STOPPED", "somebody stopped it on the server", null),
            PostgresErrorCodes.LockNotAvailable =>
                new("LOCKED", "somebody else holds a lock that it needs", "See who waits and whose transaction is longest: /db connections"),
            PostgresErrorCodes.InsufficientPrivilege => new("NOT ALLOWED", Words(said), Grant(target, said)),
            PostgresErrorCodes.UndefinedTable =>
                new("NO SUCH TABLE", Words(said), "Is it the right database, and is the schema written out or in the search_path?"),
            PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.AmbiguousColumn =>
                new("DOES NOT FIT", Words(said), "The schema has changed since the query was written, or an argument is of another Kind."),
            PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.ActiveSqlTransaction =>
                new("WOULD WRITE", $"the server refused it ({Words(said)})", "Nothing was changed. Queries only read."),
            PostgresErrorCodes.SyntaxError or PostgresErrorCodes.FeatureNotSupported => new("NOT ONE SELECT", Words(said), "Correct Sql in the configuration."),
            var state when state.StartsWith("22", StringComparison.Ordinal) => new("VALUE REFUSED", Words(said), "Try another argument."),
            var state => new($"ERROR {state}", Words(said), null),
        };
    }

    private static DatabaseTrouble NoAnswer(DatabaseTarget target, Exception error)
    {
        var causes = Causes(error).ToList();
        return causes.OfType<SocketException>().FirstOrDefault()?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => new("REFUSED", $"nothing listens at {target.Address.Split('/')[0]}", "PostgreSQL is down, or listens elsewhere."),
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new("DNS", "the name of its host is not known to DNS", null),
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => new("UNREACHABLE", "there is no route to its host", null),
            _ when causes.OfType<AuthenticationException>().FirstOrDefault() is { } tls =>
                new("TLS", OneLine.Of(tls.Message), "Root Certificate and SSL Mode stand in the connection string."),
            _ when error.Message.Contains("pool has been exhausted", StringComparison.Ordinal) =>
                new("BUSY", "both of our own connections are in use", "Other queries of ours are still running. Ask again in a moment."),
            _ when causes.OfType<TimeoutException>().Any() =>
                new("TIMEOUT", "it did not answer in time", "The host is down, a firewall drops what we send, or the server hangs."),
            _ when error.Message.StartsWith("No password", StringComparison.Ordinal) =>
                new("LOGIN REFUSED", "it wants a password, and the connection string has none", null),
            _ => new("CLOSED", $"the connection broke ({OneLine.Of(causes[^1].Message, 80)})", null),
        };
    }

    private static string Grant(DatabaseTarget target, PostgresException said) => Denied().Match(said.MessageText) is not { Success: true } denied
        ? $"{target.Role} lacks a right; its owner can grant it."
        : (denied.Groups[1].Value, denied.Groups[2].Value) switch
        {
            ("schema", var what) => $"GRANT USAGE ON SCHEMA {what} TO {target.Role}",
            ("function" or "procedure", var what) => $"GRANT EXECUTE ON FUNCTION {what} TO {target.Role}",
            ("database", var what) => $"GRANT CONNECT ON DATABASE {what} TO {target.Role}",
            ("sequence", var what) => $"GRANT SELECT ON SEQUENCE {what} TO {target.Role}",
            (_, var what) => $"GRANT SELECT ON {what} TO {target.Role}",
        };

    private static string Words(PostgresException said) => OneLine.Of(said.MessageText);

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    [GeneratedRegex(@"permission denied for ([a-z ]+?) (\S+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Denied();
}
