using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Audit;

/// <summary>Links entries with a key that the database never sees. Stores call it inside the transaction that writes the entries.</summary>
public sealed class AuditChain
{
    public const int MinimumKeyBytes = 32;

    private readonly byte[] key;

    /// <exception cref="ArgumentException">The key is shorter than <see cref="MinimumKeyBytes"/>.</exception>
    public AuditChain(byte[] key)
    {
        if (key.Length < MinimumKeyBytes)
        {
            throw new ArgumentException($"The audit key has {key.Length} bytes; at least {MinimumKeyBytes} are needed.", nameof(key));
        }

        this.key = key;
    }

    /// <summary>The head of an empty chain.</summary>
    public AuditHead Origin => Seal(0, new string('0', 64));

    /// <param name="head">The head as it was read, under a lock that lasts until the new one is written.</param>
    public (AuditRecord Record, AuditHead Head) Append(AuditHead head, AuditEntry entry)
    {
        var sequence = head.Sequence + 1;
        var body = entry.ToCanonicalJson();
        var mac = Mac(head.Mac, sequence, body);
        return (new AuditRecord(sequence, body, mac), Seal(sequence, mac));
    }

    public string Mac(string previousMac, long sequence, string body) => Hex($"entry\n{previousMac}\n{Text(sequence)}\n{body}");

    public AuditHead Seal(long sequence, string mac) => new(sequence, mac, Hex($"head\n{Text(sequence)}\n{mac}"));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string Hex(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
