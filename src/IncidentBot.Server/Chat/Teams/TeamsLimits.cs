namespace IncidentBot.Chat.Teams;

/// <summary>
/// What one message may hold. Teams documents 100 KB of UTF-16; older pages and webhooks say 28 KB, and nobody reads more on
/// a phone, so the smaller number is kept to.
/// </summary>
internal static class TeamsLimits
{
    /// <summary>Of the card as JSON; with what is around it, less than 28 KB of UTF-16.</summary>
    public const int CardCharacters = 13_000;

    /// <summary>The share of it that buttons may take.</summary>
    public const int ButtonsCharacters = 7_000;

    public const int Title = 200;
    public const int Text = 3_000;
    public const int Label = 60;
    public const int Value = 1_000;
    public const int Line = 200;
    public const int Footnote = 500;
    public const int ButtonTitle = 40;

    /// <summary>A command is never cut: half of one would do something else.</summary>
    public const int Command = 800;

    /// <summary>What the button of a long output takes, without the lines behind it.</summary>
    public const int Fold = 800;

    public const int Question = 400;
    public const int Summary = 300;

    /// <summary>More than these stand behind "More".</summary>
    public const int ButtonsShown = 5;
    public const int ButtonsBehindMore = 5;
}
