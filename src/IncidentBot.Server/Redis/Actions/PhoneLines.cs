namespace IncidentBot.Redis.Actions;

/// <summary>Lines as a phone can show them. A server's own words, a client's name or a script can be of any length.</summary>
internal static class PhoneLines
{
    private const int Width = 120;
    private const string Indent = "    ";

    /// <summary>Breaks a longer line at a blank, or where there is none far enough to the right, in the middle of a word.</summary>
    public static IEnumerable<string> Fit(string line)
    {
        while (line.Length > Width)
        {
            var cut = line.LastIndexOf(' ', Width) is var blank && blank > Width / 2 ? blank : Width;
            yield return line[..cut].TrimEnd();
            line = Indent + line[cut..].TrimStart();
        }

        yield return line;
    }
}
