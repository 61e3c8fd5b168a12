using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Webhooks;

/// <summary>
/// The symmetric signature <c>v1</c> of https://github.com/standard-webhooks/standard-webhooks: HMAC-SHA256 of <c>id.timestamp.body</c>.
/// </summary>
internal static class WebhookSecret
{
    public const int Shortest = 24;
    public const int Longest = 64;
    public const string Prefix = "whsec_";

    /// <returns>Null where it is no secret.</returns>
    public static byte[]? Read(string secret)
    {
        var key = new byte[Longest + 3];
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(secret.AsSpan(Prefix.Length), key, out var length)
            && length is >= Shortest and <= Longest
                ? key[..length]
                : null;
    }

    /// <summary>
    /// One for each secret, in their order. Of several the first is there once more at the end: the library for .NET (StandardWebhooks 1.1.2) does
    /// not look at the last of several, and whoever has the old secret has to find the signature that is its own.
    /// </summary>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, string body)
    {
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        string[] signatures = [.. secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Read(secret)!, text))}")];
        return string.Join(' ', signatures.Length > 1 ? [.. signatures, signatures[0]] : signatures);
    }
}
