using IncidentBot.Settings;

namespace IncidentBot.Runbooks;

internal sealed class RunbookOptions
{
    /// <summary>A folder of Markdown files, a single file, or a list of both. The default is the folder of runbooks that comes with the bot.</summary>
    [OneOrMore]
    public IReadOnlyList<string> Path { get; set; } = [];

    public static string Shipped { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "manifests", "runbooks");

    public IReadOnlyList<string> Paths => Path.Where(path => path.Trim().Length > 0).Distinct().ToList() is { Count: > 0 } set ? set : [Shipped];
}
