using System.ComponentModel;

namespace IncidentBot.Storage;

internal sealed class AuditOptions
{
    /// <summary>The key itself, 32 bytes or more as base64. Wins over <see cref="KeyFile"/>.</summary>
    [PasswordPropertyText(true)]
    public string? Key { get; init; }

    /// <summary>Where the key is kept, as base64; made at the first start. Replicas that share a database share this file's content.</summary>
    public string KeyFile { get; init; } = "data/audit.key";

    /// <summary>Where the record's head is posted once a day, as <c>slack:T1DC2JH3J:C2147483705</c>. The default is nowhere.</summary>
    public string? AnchorChannel { get; init; }
}
