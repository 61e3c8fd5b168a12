namespace IncidentBot.Settings;

/// <summary>Settings that cannot be used: all that is wrong with them, a sentence or two each.</summary>
internal sealed class SettingsFaultException(IReadOnlyList<string> faults) : Exception(string.Join(' ', faults))
{
    public IReadOnlyList<string> Faults => faults;
}
