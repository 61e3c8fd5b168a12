using IncidentBot.Words;

namespace IncidentBot.Hosts.Processes;

internal enum ProcessEnd
{
    Exited,
    NotInstalled,
    NotPermitted,
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

    public bool Succeeded => End is ProcessEnd.Exited && ExitCode == 0;

    public IReadOnlyList<string> Lines => TerminalText.Lines(Output);

    /// <summary>Both streams, errors last.</summary>
    public IReadOnlyList<string> AllLines => [.. TerminalText.Lines(Output), .. TerminalText.Lines(Errors)];

    /// <summary>What went wrong, in one sentence without a full stop at its end.</summary>
    public string Trouble => End switch
    {
        ProcessEnd.NotInstalled => $"{Program} is not installed where the bot runs, or not in PATH",
        ProcessEnd.NotPermitted => $"{Program} may not be executed by the bot's user: permission denied",
        ProcessEnd.TimedOut =>
            $"{Shown} was stopped after {Duration.Words(Took)}{(LastLine is { } line ? $"; last it said: {line}" : "; it had said nothing")}",
        _ when ExitCode == SshFailed && Path.GetFileName(Program) == "ssh" => $"ssh did not get in: {LastLine ?? "it gave no reason"}",
        _ when ExitCode == ShellFoundNothing => $"{Shown} was not found there: {LastLine ?? "it is not installed"}",
        _ when ExitCode == ShellMayNot => $"{Shown} may not be executed there: {LastLine ?? "permission denied"}",
        _ => $"{Shown} ended with exit code {ExitCode}{(LastLine is { } line ? $": {line}" : " and said nothing")}",
    };

    /// <summary>Of its errors, or where it has written none, of what it has written.</summary>
    private string? LastLine =>
        (TerminalText.Lines(Errors) is { Count: > 0 } errors ? errors : Lines) is [.., var line] ? TerminalText.Cut(line.Trim(), 200).TrimEnd('.') : null;
}
