namespace IncidentBot.Benchmarks.Support;

/// <summary>A folder for one benchmark's files; it ends with the benchmark.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("incidentbot-bench-");

    public string Path => root.FullName;

    public string NewFolder() => root.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    public void Dispose() => root.Delete(recursive: true);
}
