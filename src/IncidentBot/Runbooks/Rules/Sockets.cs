using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Text that is sent to whatever listens, by the shell itself or by <c>nc</c>, past every client.</summary>
internal static class Sockets
{
    /// <returns>Null for a command that opens no connection by hand and writes to none.</returns>
    public static Verdict? Read(ShellCommand command, Rulebook rules) =>
        !command.Redirects.Any(redirect => IsSocket(redirect) || IsOpened(redirect)) ? null
        : TextFilters.Prints(command) is { } text ? Send(new StandardInput(text), rules)
        : command.Redirects.Any(IsSocket) ? Verdict.Manual("done by a person", "It opens a connection by hand; what is sent over it follows, if at all.")
        : Send(StandardInput.Unseen, rules);

    public static Verdict Send(StandardInput input, Rulebook rules)
    {
        if (input.Text is not { } text)
        {
            return Verdict.Manual("done by a person who has read what is sent", "What it sends is not in the runbook.");
        }

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Danger.In(text) ?? (lines.Length > 0 && lines.All(line => rules.Redis.Knows(line.Split(' ')[0])) && !IsHttp(lines[0])
            ? Verdict.MostCautious([.. lines.Select(rules.Redis.ReadLine)])
            : Verdict.Manual(
                "done by a person who knows what listens there",
                "It sends text to whatever listens; what that does with it is not in the runbook."));
    }

    private static bool IsHttp(string line) => line.Contains(" HTTP/", StringComparison.Ordinal);

    private static bool IsSocket(ShellRedirect redirect) =>
        redirect.Target.StartsWith("/dev/tcp/", StringComparison.Ordinal) || redirect.Target.StartsWith("/dev/udp/", StringComparison.Ordinal);

    /// <summary><c>&gt;&amp;3</c>: a file or a connection that was opened before.</summary>
    private static bool IsOpened(ShellRedirect redirect) =>
        redirect.Sign.EndsWith(">&", StringComparison.Ordinal) && int.TryParse(redirect.Target, out var number) && number > 2;
}
