namespace IncidentBot.Words;

/// <summary>Lines as a phone can show them. A server's own words, a client's name or a script can be of any length.</summary>
public static class PhoneLines
{
    private const int Width = 120;
    private const string Indent = "    ";

    /// <summary>Breaks a longer line at a blank, or where there is none far enough to the right, in the middle of a word.</summary>
    public static IEnumerable<string> Fit(string line)
    {
        var from = 0;
        for (var room = Width; line.Length - from > room; room = Width - Indent.Length)
        {
            var blank = line.LastIndexOf(' ', from + room, room / 2);
            var cut = blank > 0 ? blank : from + room;
            yield return Row(line, from, cut);
            for (from = cut; from < line.Length && line[from] == ' '; from++)
            {
            }
        }

        yield return Row(line, from, line.Length);
    }

    private static string Row(string line, int from, int to) =>
        from == 0 ? (to == line.Length ? line : line[..to].TrimEnd()) : $"{Indent}{line.AsSpan(from, to - from).TrimEnd()}";
}
