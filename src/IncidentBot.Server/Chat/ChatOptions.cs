namespace IncidentBot.Chat;

internal sealed class ChatOptions
{
    /// <summary>Channels that people name when they carry an incident over to another platform: <c>teams:TENANT_ID:19:…@thread.tacv2</c>.</summary>
    public Dictionary<string, string> Bridges { get; } = new(StringComparer.OrdinalIgnoreCase);
}
