using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Alerts;

/// <summary>Alerts that their source keeps together.</summary>
/// <param name="Key">See <see cref="AlertDelivery.Group"/>.</param>
public sealed record AlertGroup(string Source, string Key)
{
    /// <summary>The same for the same source and key, on every replica.</summary>
    public Guid Id { get; } = new(SHA256.HashData(Encoding.UTF8.GetBytes($"{Source}\n{Key}")).AsSpan(0, 16));
}
