namespace IncidentBot.Chat.Local;

internal sealed class LocalOptions
{
    /// <summary>The default is to serve the local chat unless another platform is configured.</summary>
    public bool? Enabled { get; init; }
}
