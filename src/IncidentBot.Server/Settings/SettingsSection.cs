namespace IncidentBot.Settings;

/// <summary>A part of the configuration, and the class that holds what is set there.</summary>
/// <param name="Path">As <c>Storage</c>.</param>
/// <param name="Type">A class with a property for each setting, or a dictionary of such by name.</param>
internal sealed record SettingsSection(string Path, Type Type)
{
    /// <summary>Where what can be set there is written down.</summary>
    public string ReadOn => $"manifests/settings.md#{Path.ToLowerInvariant()}";
}
