namespace IncidentBot.Cli;

/// <summary>A word that can follow the program's name, or another verb.</summary>
internal sealed class Verb(string name, string description) : System.CommandLine.Command(name, description)
{
    /// <summary>What could be typed, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>More than the one line of the description, where that needs it.</summary>
    public string More { get; init; } = "";

    /// <summary>As it is typed, without the program's name.</summary>
    public string Path => Parents.OfType<Verb>().FirstOrDefault() is { } parent ? $"{parent.Path} {Name}".TrimStart() : "";
}
