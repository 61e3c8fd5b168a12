namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// Held by the one bot that works on a SQLite file, on a file beside it. The operating system gives it back however the process
/// ends. Whoever only reads the database or types a command into it takes no part.
/// </summary>
internal sealed class SqliteLock : IDisposable
{
    /// <summary>EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream file;

    private SqliteLock(FileStream file) => this.file = file;

    /// <param name="database">The path of the database.</param>
    /// <exception cref="StorageSetupException">Another process has it, or its file cannot be written.</exception>
    public static SqliteLock Take(string database)
    {
        var path = $"{database}.lock";
        try
        {
            OwnersOnly.MakeFolderOf(path);
            var settings = OwnersOnly.Settings(FileMode.OpenOrCreate);
            settings.Share = FileShare.None;
            return new SqliteLock(new FileStream(path, settings));
        }
        catch (IOException error) when (HeldByAnother.Contains(error.HResult))
        {
            throw new StorageSetupException(
                $"Another bot works on the SQLite database {database}, and one at a time can. Stop that one first, give this one "
                    + "another file as Storage:Sqlite, or use PostgreSQL, which several share.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageSetupException($"The SQLite database {database} cannot be used: its lock {path} cannot be written. {error.Message}", error);
        }
    }

    public void Dispose() => file.Dispose();
}
