using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Processes;

internal enum ProcessEnd
{
    Exited,
    NotInstalled,
    NotPermitted,

    /// <summary>It is there and may be executed, and starting it failed; its errors say why.</summary>
    NotStarted,
    TimedOut,
}

/// <summary>How a program ended and what it said.</summary>
/// <param name="Shown">The command without the prefix of its host.</param>
internal sealed record ProcessResult(string Shown, string Program, ProcessEnd End, int ExitCode, string Output, string Errors, TimeSpan Took)
{
    // What ssh and shells say by exit code; see ssh(1) and the chapter "Exit Status" of POSIX.
    private const int SshFailed = 255;
    private const int ShellFoundNothing = 127;
    private const int ShellMayNot = 126;

    // How ssh says that it has not got as far as the command. Whatever else it says, the command may have begun.
    private static readonly string[] NotIn =
        ["ssh: ", "Permission denied (", "Host key verification failed", "kex_exchange_identification: ", "banner exchange", "Bad configuration option"];

    public bool Succeeded => End is ProcessEnd.Exited && ExitCode == 0;

    /// <summary>It was started, and nobody was there to see its end: it took too long, or the way to its host broke off.</summary>
    public bool IsEndUnseen => End is ProcessEnd.TimedOut || (SshBroke && !NotIn.Any(words => Errors.Contains(words, StringComparison.Ordinal)));

    public IReadOnlyList<string> Lines => TerminalText.Lines(Output);

    /// <summary>For a change that did not succeed.</summary>
    public ApplyResult Ended(string reason) => IsEndUnseen ? new ApplyResult.Unknown(reason) : new ApplyResult.Failed(reason);

    /// <summary>Both streams, errors last.</summary>
    public IReadOnlyList<string> AllLines => [.. TerminalText.Lines(Output), .. TerminalText.Lines(Errors)];

    /// <summary>What went wrong, in one sentence without a full stop at its end.</summary>
    public string Trouble => End switch
    {
        ProcessEnd.NotInstalled => $"{Program} is not installed where the bot runs, or not in PATH",
        ProcessEnd.NotPermitted => $"{Program} may not be executed by the bot's user: permission denied",
        ProcessEnd.NotStarted => $"{Program} could not be started: {LastLine}",
        ProcessEnd.TimedOut =>
            $"{Shown} was stopped after {Duration.Words(Took)}{(LastLine is { } line ? $"; last it said: {line}" : "; it had said nothing")}",
        _ when IsEndUnseen => $"the way there broke off while {Shown} ran: {LastLine ?? "ssh gave no reason"}",
        _ when SshBroke => $"ssh did not get in: {LastLine ?? "it gave no reason"}",
        _ when ExitCode == ShellFoundNothing => $"{Shown} was not found there: {LastLine ?? "it is not installed"}",
        _ when ExitCode == ShellMayNot => $"{Shown} may not be executed there: {LastLine ?? "permission denied"}",
        _ => $"{Shown} ended with exit code {ExitCode}{(LastLine is { } line ? $": {line}" : " and said nothing")}",
    };

    private bool SshBroke => End is ProcessEnd.Exited && ExitCode == SshFailed && Path.GetFileName(Program) == "ssh";

    /// <summary>Of its errors, or where it has written none, of what it has written.</summary>
    private string? LastLine =>
        (TerminalText.Lines(Errors) is { Count: > 0 } errors ? errors : Lines) is [.., var line] ? TerminalText.Cut(line.Trim(), 200).TrimEnd('.') : null;
}
