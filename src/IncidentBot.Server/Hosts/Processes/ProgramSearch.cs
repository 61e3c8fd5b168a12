namespace IncidentBot.Hosts.Processes;

/// <summary>Finds a program in the PATH that it will itself be given, which need not be ours. Never in the current folder.</summary>
internal static class ProgramSearch
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static (string? Path, bool Exists) Find(string program, string path)
    {
        string[] places = System.IO.Path.IsPathRooted(program)
            ? [program]
            : [.. path.Split(':').Where(System.IO.Path.IsPathRooted).Select(folder => System.IO.Path.Combine(folder, program))];
        var files = places.Where(File.Exists).ToArray();
        return (files.FirstOrDefault(file => OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != 0), files.Length > 0);
    }
}
