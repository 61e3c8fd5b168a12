namespace IncidentBot.Storage;

internal sealed class AuditKeyOptions
{
    /// <summary>The key itself, 32 bytes or more as base64. Wins over <see cref="KeyFile"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Where the key is kept, as base64; made at the first start. Replicas that share a database share this file's content.</summary>
    public string KeyFile { get; init; } = "data/audit.key";
}
