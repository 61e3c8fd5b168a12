using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Tests;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Support;

/// <summary>The settings that the README of a folder of the server shows as an example: what people copy has to work.</summary>
internal static partial class ReadmeSettings
{
    /// <returns>As on the command line, with the beginning taken away.</returns>
    public static string[] Of(string folder, string below)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "IncidentBot.Server", folder, "README.md"));
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($"{{{Example().Match(readme).Groups[1].Value}}}"));
        return [.. new ConfigurationBuilder().AddJsonStream(json).Build().AsEnumerable()
            .Where(setting => setting.Value is not null)
            .Select(setting => $"{setting.Key[below.Length..]}={setting.Value}")];
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
