namespace IncidentBot.Cli;

/// <summary>What the program's end says to a script: the same for every verb.</summary>
internal static class ExitCode
{
    /// <summary>Done, and all is well.</summary>
    public const int Well = 0;

    /// <summary>It looked, and found something that is not well.</summary>
    public const int Found = 1;

    /// <summary>It did not do it: wrong words, wrong settings, or a store that cannot be used. The reason is on stderr.</summary>
    public const int NotDone = 2;

    /// <summary>It waited, and no bot answered.</summary>
    public const int NoAnswer = 3;

    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Well, "done, and all is well"),
        (Found, "looked, and found something that is not well"),
        (NotDone, "not done: wrong words, wrong settings, or a store that cannot be used; the reason is on stderr"),
        (NoAnswer, "waited, and no bot answered"),
    ];
}
