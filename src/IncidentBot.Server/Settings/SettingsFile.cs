using System.Globalization;
using System.Text.Json;

namespace IncidentBot.Settings;

/// <summary>A file of settings, which may be no JSON.</summary>
internal static class SettingsFile
{
    /// <summary>
    /// For the host, as a setting of its own on the command line. What is in force is what was checked at the start; and a watched file takes an
    /// inotify instance, of which Linux gives a user 128.
    /// </summary>
    public const string ReadOnce = "--hostBuilder:reloadConfigOnChange=false";

    /// <param name="read">Reads the files, as the host does.</param>
    /// <exception cref="SettingsFaultException">One of them is no JSON: where, and what was expected there.</exception>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            // "Failed to load configuration from file '/app/appsettings.json'.", around a FormatException, around what the parser said.
            var file = Path.GetFileName(e.Message.Split('\'') is [_, var path, ..] ? path : "appsettings.json");
            throw new SettingsFaultException([$"{file} cannot be read: {Why(e.GetBaseException())} See manifests/settings.md."]);
        }
    }

    private static string Why(Exception e) => e is not JsonException { LineNumber: { } line } json
        ? e.Message
        : string.Create(CultureInfo.InvariantCulture, $"in line {line + 1}, {json.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0].TrimEnd('.')}.");
}
