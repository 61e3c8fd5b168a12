namespace IncidentBot.Storage;

/// <summary>Files that hold what people typed and what was done: nobody else on the machine reads them, whatever the umask.</summary>
internal static class OwnersOnly
{
    public const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Folder = File | UnixFileMode.UserExecute;

    /// <summary>Makes the folder of a file unless it is there; one that is there stays as it is.</summary>
    public static void MakeFolderOf(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, Folder);
        }
    }

    /// <summary>Makes an empty file. Not one that is there: closing it would let go of the locks that SQLite has on it.</summary>
    public static void MakeUnlessThere(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            using var made = new FileStream(path, Settings(FileMode.CreateNew));
        }
    }

    /// <summary>Takes the rights of others away from a file of before. One that belongs to somebody else is theirs to close.</summary>
    public static void Close(string path)
    {
        if (OperatingSystem.IsWindows() || !System.IO.File.Exists(path) || System.IO.File.GetUnixFileMode(path) == File)
        {
            return;
        }

        try
        {
            System.IO.File.SetUnixFileMode(path, File);
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    public static FileStreamOptions Settings(FileMode mode)
    {
        var settings = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            settings.UnixCreateMode = File;
        }

        return settings;
    }
}
