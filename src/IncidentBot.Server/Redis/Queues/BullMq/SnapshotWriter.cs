using System.Text.Json;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Writes a snapshot batch by batch; each batch is on the disk before its jobs are removed.</summary>
internal sealed class SnapshotWriter : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly byte[] NewLine = [(byte)'\n'];

    private readonly FileStream file;
    private readonly long most;

    private SnapshotWriter(FileStream file, long most) => (this.file, this.most) = (file, most);

    public string Path => file.Name;

    public long Bytes { get; private set; }

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static async Task<SnapshotWriter> CreateAsync(string path, SnapshotHeader header, long mostBytes, CancellationToken ct)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var settings = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            settings.UnixCreateMode = OwnerOnly;
        }

        var writer = new SnapshotWriter(new FileStream(path, settings), mostBytes);
        await writer.WriteLineAsync(header, ct);
        return writer;
    }

    /// <exception cref="IOException">The disk is full, or the snapshot is as large as it may be.</exception>
    public async Task WriteAsync(IEnumerable<SnapshotJob> jobs, CancellationToken ct)
    {
        foreach (var job in jobs)
        {
            await WriteLineAsync(job, ct);
        }

        await file.FlushAsync(ct);
        file.Flush(flushToDisk: true);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private async Task WriteLineAsync<T>(T value, CancellationToken ct)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(value);
        if (Bytes + line.Length + 1 > most)
        {
            throw new IOException($"the snapshot may hold {Figures.Bytes(most)} (Queues:SnapshotMaxBytes)");
        }

        await file.WriteAsync(line, ct);
        await file.WriteAsync(NewLine, ct);
        Bytes += line.Length + 1;
    }
}
