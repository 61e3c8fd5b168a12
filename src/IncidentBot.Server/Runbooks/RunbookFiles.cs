using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace IncidentBot.Runbooks;

/// <summary>
/// The Markdown files of the configured folders. Each use looks at the stamps of all and reads those that have changed, so
/// that a file can be edited while an incident is under way. No watcher: those lose events on network shares.
/// </summary>
internal sealed class RunbookFiles(IOptions<RunbookOptions> options) : IRunbookFiles
{
    private const int MostFiles = 500;

    private static readonly EnumerationOptions InAllFolders =
        new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive, MaxRecursionDepth = 8 };

    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, RunbookFile File)> known = [];

    public async Task<IReadOnlyList<RunbookFile>> ReadAsync(CancellationToken ct)
    {
        var files = new List<RunbookFile>();
        foreach (var path in options.Value.Paths)
        {
            try
            {
                foreach (var (file, name) in Found(path))
                {
                    // With several paths, a name alone would not say which file is meant.
                    files.Add(await ReadAsync(file, options.Value.Paths.Count > 1 ? file.FullName : name, ct));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                files.Add(new RunbookFile(path, "", $"The folder cannot be read: {e.Message}"));
            }
        }

        return files;
    }

    private static List<(FileInfo File, string Name)> Found(string path) => File.Exists(path)
        ? [(new FileInfo(path), Path.GetFileName(path))]
        : [.. new DirectoryInfo(path).EnumerateFiles("*.md", InAllFolders)
            .Where(file => !string.Equals(file.Name, "README.md", StringComparison.OrdinalIgnoreCase))
            .Select(file => (file, Path.GetRelativePath(path, file.FullName)))
            .OrderBy(found => found.Item2, StringComparer.Ordinal)
            .Take(MostFiles)];

    private async Task<RunbookFile> ReadAsync(FileInfo file, string name, CancellationToken ct)
    {
        try
        {
            if (known.TryGetValue(file.FullName, out var before) && before.Written == file.LastWriteTimeUtc && before.Length == file.Length)
            {
                return before.File;
            }

            var read = new RunbookFile(name, await RunbookFileText.ReadAsync(file.FullName, ct));
            known[file.FullName] = (file.LastWriteTimeUtc, file.Length, read);
            return read;
        }
        catch (RunbookFileException e)
        {
            return new RunbookFile(name, "", e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It went away between the listing and the look at its stamp.
            return new RunbookFile(name, "", $"The file cannot be read: {e.Message}");
        }
    }
}
