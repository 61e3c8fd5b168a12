using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Whether Slack sent a request, and just now. See https://docs.slack.dev/authentication/verifying-requests-from-slack:
/// HMAC-SHA256 over <c>v0:{timestamp}:{raw body}</c> with the app's signing secret.
/// </summary>
internal sealed class SlackSignature(IOptions<SlackOptions> options, TimeProvider time)
{
    public const string TimestampHeader = "X-Slack-Request-Timestamp";
    public const string SignatureHeader = "X-Slack-Signature";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <returns>Null when the request is Slack's own; otherwise why it is refused. Never throws, whatever the headers hold.</returns>
    public string? Refusal(StringValues timestamp, StringValues signature, ReadOnlySpan<byte> body)
    {
        if (timestamp.Count != 1 || signature.Count != 1 || timestamp[0] is not { Length: > 0 } sentAt || signature[0] is not { Length: > 0 } given)
        {
            return "The request carries no Slack signature.";
        }

        if (!long.TryParse(sentAt, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return "The request's timestamp is not a number of seconds.";
        }

        // Both ways: a timestamp from the future would keep a captured request usable for longer than five minutes.
        var age = time.GetUtcNow().ToUnixTimeSeconds() - seconds;
        if (Math.Abs(age) > (long)Tolerance.TotalSeconds)
        {
            return "The request's timestamp is more than five minutes from this server's clock.";
        }

        return Matches(sentAt, given, body) ? null : "The request's signature does not match Slack:SigningSecret.";
    }

    private bool Matches(string sentAt, string given, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.Value.SigningSecret!));
        hmac.AppendData(Encoding.UTF8.GetBytes($"v0:{sentAt}:"));
        hmac.AppendData(body);
        var expected = "v0=" + Convert.ToHexStringLower(hmac.GetHashAndReset());

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
    }
}
