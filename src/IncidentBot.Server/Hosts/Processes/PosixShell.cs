namespace IncidentBot.Hosts.Processes;

/// <summary>
/// What a POSIX shell reads back as one word. Needed to show a command, and where ssh joins argv into a line that a shell at
/// the other end takes apart again.
/// </summary>
internal static class PosixShell
{
    /// <summary>True where no shell gives any character of it a meaning of its own.</summary>
    public static bool IsPlain(string word) =>
        word.Length > 0 && word[0] != '=' && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "_@:,./+-=".Contains(letter, StringComparison.Ordinal));

    public static string Quoted(string word) => IsPlain(word) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
