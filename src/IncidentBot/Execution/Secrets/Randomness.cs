namespace IncidentBot.Execution.Secrets;

/// <summary>What nobody has thought of: keys and passwords that a program has made.</summary>
internal static class Randomness
{
    /// <summary>Letters and digits in one word, which is no time, size, version or name of a thing.</summary>
    public static bool ShowsIn(ReadOnlySpan<char> value)
    {
        value = value.TrimEnd(".,;:)'\"`");
        if (value.Length < 6 || value is ['v', >= '0' and <= '9', ..] || (value[4] == '-' && !value[..4].ContainsAnyExceptInRange('0', '9')))
        {
            return false;
        }

        foreach (var part in value.SplitAny("-_./:"))
        {
            if (value[part].IndexOfAnyInRange('0', '9') >= 0 && value[part].IndexOfAnyExceptInRange('0', '9') is var letter and >= 0
                && !(letter > 0 && value[part][letter..] is "s" or "ms" or "us" or "m" or "h" or "d" or "k" or "kb" or "mb" or "gb" or "KB" or "MB" or "GB"))
            {
                return true;
            }
        }

        return false;
    }
}
