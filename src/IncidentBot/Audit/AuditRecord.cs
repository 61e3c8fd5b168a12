using System.Globalization;

namespace IncidentBot.Audit;

/// <summary>An entry in its place in the chain, as stored.</summary>
/// <param name="Sequence">1, 2, 3… without a gap.</param>
/// <param name="Body"><see cref="AuditEntry.ToCanonicalJson"/>, exactly as it was chained.</param>
/// <param name="Mac">HMAC-SHA256 over the previous record's MAC, the sequence and the body; lowercase hex.</param>
public sealed record AuditRecord(long Sequence, string Body, string Mac);

/// <summary>Where the chain ends. Stored beside it and sealed with the key, so that cutting the tail takes more than a DELETE.</summary>
/// <param name="Seal">HMAC-SHA256 over sequence and MAC; lowercase hex.</param>
public sealed record AuditHead(long Sequence, string Mac, string Seal);

/// <summary>A head that was written down outside the database: in a channel, in a file, on paper.</summary>
public sealed record AuditAnchor(long Sequence, string Mac)
{
    private const int DigitsShown = 16;

    /// <summary>Short enough to be read out.</summary>
    public static AuditAnchor Of(AuditHead head) => new(head.Sequence, head.Mac[..DigitsShown]);

    /// <summary>For whoever reads the audit's head where it was posted.</summary>
    public string Promise => $"What was recorded up to here cannot change unnoticed: audit verify --anchor {this}";

    public override string ToString() => $"{Sequence}:{Mac}";

    /// <summary>Reads <c>128:3f9a…</c>; the MAC may be shortened to its first 12 digits or more, as it is in a channel.</summary>
    public static AuditAnchor? TryParse(string text)
    {
        var parts = text.Trim().Split(':');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && sequence > 0
            && parts[1].Length is >= 12 and <= 64 && parts[1].All(char.IsAsciiHexDigitLower)
            ? new AuditAnchor(sequence, parts[1])
            : null;
    }
}
