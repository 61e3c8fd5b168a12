using System.Text;

namespace IncidentBot.Chat.Slack;

/// <summary>Makes text fit, between the pieces of <see cref="SlackText"/> and never within one.</summary>
internal static class SlackCut
{
    /// <summary>Longer than <c>… 2147483647 more characters</c>.</summary>
    private const int RoomForNote = 32;

    /// <summary>Whole where it fits; otherwise the beginning and a <c>…</c>.</summary>
    /// <param name="omitted">Told when it did not fit, where somebody wants to know.</param>
    public static string Short(IEnumerable<string> pieces, int limit, Omissions? omitted = null)
    {
        var text = new StringBuilder();
        var beforeEllipsis = 0;
        foreach (var piece in pieces)
        {
            if (text.Length + piece.Length > limit)
            {
                omitted?.Add();
                return text.ToString(0, beforeEllipsis).TrimEnd() + "…";
            }

            text.Append(piece);
            beforeEllipsis = text.Length < limit ? text.Length : beforeEllipsis;
        }

        return text.ToString();
    }

    /// <summary>Whole where it fits; otherwise the beginning and how many characters are missing.</summary>
    /// <inheritdoc cref="Short"/>
    public static string Counted(IEnumerable<string> pieces, int limit, Omissions? omitted = null)
    {
        var all = pieces.ToList();
        if (all.Sum(piece => piece.Length) <= limit)
        {
            return string.Concat(all);
        }

        omitted?.Add();
        var kept = Fitting(all, limit - RoomForNote);
        return $"{string.Concat(all.Take(kept)).TrimEnd()} … {all.Count - kept} more characters";
    }

    /// <summary>Splits at line ends or spaces where there are any; the last of <paramref name="most"/> parts says how much is missing.</summary>
    /// <inheritdoc cref="Short"/>
    public static IEnumerable<string> Parts(IEnumerable<string> pieces, int limit, int most, Omissions omitted)
    {
        var rest = pieces.ToList();
        for (var part = 1; part < most && rest.Sum(piece => piece.Length) > limit; part++)
        {
            var fitting = Fitting(rest, limit);
            var space = Math.Max(rest.LastIndexOf("\n", fitting - 1), rest.LastIndexOf(" ", fitting - 1));
            var end = space > fitting / 2 ? space + 1 : fitting;
            yield return string.Concat(rest.Take(end));
            rest = rest[end..];
        }

        yield return Counted(rest, limit, omitted);
    }

    private static int Fitting(List<string> pieces, int limit)
    {
        var length = 0;
        var count = 0;
        while (count < pieces.Count && length + pieces[count].Length <= limit)
        {
            length += pieces[count++].Length;
        }

        return count;
    }
}
