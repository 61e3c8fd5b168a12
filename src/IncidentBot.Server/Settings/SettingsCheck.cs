using IncidentBot.Words;

namespace IncidentBot.Settings;

/// <summary>The whole configuration against all that can be set.</summary>
internal static class SettingsCheck
{
    /// <summary>Settings outside of every section: what the host itself reads, and what services around it have already.</summary>
    public static readonly IReadOnlyList<string> Plain =
        ["Urls", "HTTP_PORTS", "HTTPS_PORTS", "AllowedHosts", "Environment", "ApplicationName", "ContentRoot", "WebRoot", "REDIS_URL"];

    /// <summary>Sections that ASP.NET reads, in its own way.</summary>
    private static readonly string[] OfTheHost = ["Logging", "Kestrel", "hostBuilder"];

    /// <returns>What is wrong, a sentence or two each; none where all of it can be used.</returns>
    public static IReadOnlyList<string> Faults(IConfiguration configuration, IReadOnlyList<SettingsSection> sections)
    {
        var faults = new SettingFaults();
        var origin = new SettingOrigin(configuration);
        foreach (var section in configuration.GetChildren())
        {
            if (UnknownRoot(section, sections, origin) is { } fault)
            {
                faults.Add(fault);
            }
        }

        var reader = new SettingsReader(configuration, faults);
        foreach (var section in sections)
        {
            reader.Read(section, Activator.CreateInstance(section.Type)!);
        }

        return faults.All;
    }

    private static string? UnknownRoot(IConfigurationSection section, IReadOnlyList<SettingsSection> sections, SettingOrigin origin)
    {
        List<string> known = [.. sections.Select(each => each.Path), .. OfTheHost, .. Plain];
        if (known.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        // The environment of a machine is full of what is not for the bot; what has parts and is nearly a section's name is.
        var from = origin.Of(section.Path);
        var meant = EditDistance.Closest(section.Key, known, 1) is [var close] ? close : null;
        var isForTheBot = from is SettingOrigin.Environment
            ? meant is not null && section.GetChildren().Any() && EditDistance.Between(section.Key.ToUpperInvariant(), meant.ToUpperInvariant()) <= 2
            : from is not (SettingOrigin.Default or SettingOrigin.Program);
        var hint = meant is null ? "" : $" Did you mean {meant}?";
        return isForTheBot ? $"{section.Key}{origin.Where(section.Path)} is not a setting.{hint} See manifests/settings.md." : null;
    }
}
