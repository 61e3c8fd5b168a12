namespace IncidentBot.Runbooks.Shell;

/// <summary>Where a character comes next. It remembers, so that a long text is not searched again from each place in it.</summary>
internal sealed class NextPlace(string text, char sought)
{
    private int from;
    private int found = -1;

    /// <returns>The length of the text where there is none.</returns>
    public int From(int at)
    {
        if (at < from || at > found)
        {
            from = at;
            found = text.IndexOf(sought, at) is >= 0 and var next ? next : text.Length;
        }

        return found;
    }
}
