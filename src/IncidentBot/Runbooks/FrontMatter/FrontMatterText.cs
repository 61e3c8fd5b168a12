namespace IncidentBot.Runbooks.FrontMatter;

/// <summary>The YAML between the first line, which is <c>---</c>, and the next such line. Its lines keep their numbers.</summary>
internal static class FrontMatterText
{
    /// <returns>Null when the file begins with anything else, or the block is never closed.</returns>
    public static string? Of(RunbookText runbook)
    {
        var lines = runbook.Value.Split('\n');
        if (lines[0] != "---")
        {
            return null;
        }

        var end = Array.FindIndex(lines, 1, line => line is "---" or "...");

        // An empty first line stands for the opening one, so that a place in the YAML is the place in the file.
        return end < 0 ? null : string.Join('\n', lines[1..end].Prepend(""));
    }
}
