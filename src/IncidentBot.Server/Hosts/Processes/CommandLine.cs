namespace IncidentBot.Hosts.Processes;

/// <summary>A program and its arguments, each of them one element of argv. No shell reads it, so none can read it differently.</summary>
internal sealed record CommandLine(IReadOnlyList<string> Words)
{
    public string Program => Words[0];

    public static CommandLine Of(params string[] words) => new(words);

    /// <summary>For people; it could be pasted into a shell and would mean the same.</summary>
    public override string ToString() => string.Join(' ', Words.Select(PosixShell.Quoted));
}
