namespace IncidentBot.Cli.Doctor;

internal enum Mark
{
    Ok,

    /// <summary>It works, and may not be what is meant.</summary>
    Warning,

    /// <summary>Something that was set up does not work.</summary>
    Wrong,
}

/// <param name="Area">What was looked at: <c>store</c>.</param>
/// <param name="Line">What is so; where it is not well, with what to do.</param>
internal sealed record Finding(Mark Mark, string Area, string Line)
{
    public static Finding Ok(string area, string line) => new(Mark.Ok, area, line);

    public static Finding Warning(string area, string line) => new(Mark.Warning, area, line);

    public static Finding Wrong(string area, string line) => new(Mark.Wrong, area, line);
}
