using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Options;

namespace IncidentBot.Runbooks;

/// <summary>
/// The Markdown files of the configured folders. Each use looks at the stamps of all and reads those that have changed, so
/// that a file can be edited while an incident is under way. No watcher: those lose events on network shares.
/// </summary>
internal sealed class RunbookFiles(IOptions<RunbookOptions> options) : IRunbookFiles
{
    private const int LargestFile = 1024 * 1024;
    private const int MostFiles = 500;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly EnumerationOptions InAllFolders = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive, MaxRecursionDepth = 8 };

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
                    files.Add(await ReadAsync(file, name, ct));
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

            var read = new RunbookFile(name, await TextAsync(file.FullName, ct));
            known[file.FullName] = (file.LastWriteTimeUtc, file.Length, read);
            return read;
        }
        catch (DecoderFallbackException e)
        {
            return new RunbookFile(name, "", $"The file is not UTF-8: the byte at offset {e.Index} cannot be read. Save it as UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RunbookFile(name, "", $"The file cannot be read: {e.Message}");
        }
    }

    private static async Task<string> TextAsync(string path, CancellationToken ct)
    {
        // Read with a limit, not measured first: the file may grow.
        await using var stream = File.OpenRead(path);
        var buffer = new byte[LargestFile + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > LargestFile ? throw new IOException("it is larger than 1 MB; split it.") : Strict.GetString(buffer, 0, length);
    }
}
