namespace IncidentBot.Execution.Secrets;

/// <summary>Words of a sentence, where the value of a name could stand.</summary>
internal static class Prose
{
    /// <summary>What follows the name of a command or a setting in a sentence.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "failed", "fails", "fail", "failure", "failures", "error", "errors", "is", "was", "are", "were", "has", "had", "must", "may", "can", "cannot", "will",
        "should", "to", "and", "or", "but", "in", "on", "of", "for", "with", "without", "by", "from", "as", "if", "when", "then", "not", "no", "does", "did",
        "directive", "option", "options", "setting", "settings", "command", "commands", "called", "required", "requires", "needed", "rejected", "refused",
        "denied", "succeeded", "ok", "OK", "token", "tokens", "password", "passwords", "credentials", "username", "user", "users", "attempt", "attempts",
        "method", "mode", "module", "service", "config", "configuration", "string", "value", "values", "the", "a", "an", "that", "this", "it", "changed",
        "again", "before", "after", "first", "authentication", "authorization", "HELLO", "PING",
    };

    public static bool Is(ReadOnlySpan<char> word) =>
        word.TrimEnd(".,:;!?)") is var bare && (bare.IsEmpty || Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(bare));

    /// <summary>What is said about a secret in place of it.</summary>
    public static bool IsAboutASecret(ReadOnlySpan<char> value) => value.TrimEnd(".,;") is "required" or "unbound" or "missing" or "not" or "is" or "was"
        or "invalid" or "expired" or "unset" or "wrong" or "must" or "optional";
}
