using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace IncidentBot.Settings;

/// <summary>Where a value comes from; the last of them that has it wins.</summary>
internal sealed class SettingOrigin(IConfiguration configuration)
{
    public const string Environment = "environment";

    public const string CommandLine = "command line";

    public const string Default = "default";

    public const string Program = "the program";

    private readonly IConfigurationProvider[] providers = [.. (configuration as IConfigurationRoot)?.Providers.Reverse() ?? []];

    /// <param name="path">Of a value; of settings below it, whoever has the first of them.</param>
    /// <returns>A file's name, <see cref="Environment"/>, <see cref="CommandLine"/>, or <see cref="Default"/> where nobody has it.</returns>
    public string Of(string path) => providers.FirstOrDefault(provider => Has(provider, path)) switch
    {
        null => Default,
        JsonConfigurationProvider file => Path.GetFileName(file.Source.Path) ?? "a file",
        EnvironmentVariablesConfigurationProvider => Environment,
        CommandLineConfigurationProvider => CommandLine,
        _ => Program,
    };

    /// <summary>For whoever has to find what they wrote; nothing where the program itself has set it.</summary>
    public string Where(string path) => Of(path) switch
    {
        Environment => $" (in the environment: {path.Replace(":", "__", StringComparison.Ordinal)})",
        CommandLine => " (on the command line)",
        Default or Program => "",
        var file => $" (in {file})",
    };

    private static bool Has(IConfigurationProvider provider, string path) =>
        provider.TryGet(path, out _) || provider.GetChildKeys([], path).Any();
}
