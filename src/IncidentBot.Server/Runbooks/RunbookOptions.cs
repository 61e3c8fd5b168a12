namespace IncidentBot.Runbooks;

internal sealed class RunbookOptions
{
    public const string Section = "Runbooks";

    /// <summary>Folders of Markdown files, or single files. The default is the folder of runbooks that comes with the bot.</summary>
    public IReadOnlyList<string> Paths { get; set; } = [];

    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "manifests", "runbooks");

    /// <summary><c>Runbooks:Path</c> as one path, or as a list of them.</summary>
    public void Read(IConfiguration configuration)
    {
        var path = configuration.GetSection(Section).GetSection("Path");
        var paths = path.GetChildren().Select(item => item.Value).Append(path.Value).OfType<string>().Where(text => text.Trim().Length > 0).Distinct().ToList();
        Paths = paths.Count > 0 ? paths : [Shipped];
    }
}
