using System.Diagnostics;

namespace IncidentBot.Cli;

/// <summary>Why the bot cannot write where its data is, with what to type: the commonest mistake with containers and their volumes.</summary>
internal static class DataFolder
{
    /// <param name="file">What would be written there; whether it is there does not matter.</param>
    /// <returns>Null where it can be written. Nothing is written to find out.</returns>
    public static async Task<string?> WhyNotWritableAsync(string file, CancellationToken ct)
    {
        var there = Nearest(file);
        if (OperatingSystem.IsWindows() || await RunAsync("test", ["-w", there], ct) is (0, _))
        {
            return KeepsNothing(there) ? $"{there} is a place that keeps no files. Set Storage:Sqlite to a file elsewhere." : null;
        }

        var (_, owner) = await RunAsync("stat", ["-c", "%u:%g", there], ct);
        var (_, self) = await RunAsync("id", ["-u"], ct);
        return $"{there} cannot be written: it belongs to the user {Or(owner)}, and the bot runs as {Or(self)}. Type: chown -R {Or(self)} {there}";
    }

    /// <summary>The folder of the file, or the one in which it would be made.</summary>
    public static string Nearest(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    /// <summary>Such as /proc, where even root can make nothing.</summary>
    private static bool KeepsNothing(string folder) => !OperatingSystem.IsWindows() && new DriveInfo(folder).TotalSize == 0;

    private static string Or(string text) => text.Length > 0 ? text : "(unknown)";

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, output.Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (0, "");
        }
    }
}
