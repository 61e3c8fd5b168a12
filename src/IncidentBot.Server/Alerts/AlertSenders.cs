using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Alerts;

/// <summary>
/// Which of the configured sources has sent a request, by what it proves. All sources of a kind are compared each time, and in
/// constant time: how long that takes says nothing of any secret, nor of how many sources there are that are nearly right.
/// </summary>
internal sealed class AlertSenders
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly TimeProvider time;
    private readonly IReadOnlyList<Sender> all;

    public AlertSenders(IOptions<AlertOptions> options, TimeProvider time)
    {
        this.time = time;
        all = [.. options.Value.Sources.Where(source => source.Value.Kind is not null).Select(source => Sender.Of(source.Key, source.Value))];
    }

    /// <returns>The name of the source; null where none has sent this.</returns>
    public string? ByAuthorization(AlertSourceKind kind, StringValues authorization)
    {
        if (authorization.Count != 1 || !AuthenticationHeaderValue.TryParse(authorization[0], out var given) || ProofOf(given) is not { } proof)
        {
            return null;
        }

        string? found = null;
        foreach (var sender in Of(kind))
        {
            found = CryptographicOperations.FixedTimeEquals(sender.Proof, proof) ? sender.Name : found;
        }

        return found;
    }

    /// <summary>Whether it is worth to read the body: it is signed, and where it says when, just now.</summary>
    /// <returns>Null where it is; otherwise why not, for the log.</returns>
    public string? WhyNotSigned(AlertSourceKind kind, IHeaderDictionary headers)
    {
        var (signature, timestamp) = SignatureHeaders.Of(kind);
        if (headers[signature].Count != 1 || !Of(kind).Any(sender => sender.SigningKey is not null))
        {
            return "no source of this kind has what it gave as proof";
        }

        if (headers[timestamp].Count == 0)
        {
            return Of(kind).Any(sender => sender is { SigningKey: not null, RequiresTimestamp: false })
                ? null
                : $"it is signed without the header {timestamp}, and could be sent again for ever";
        }

        // Both ways: one from the future could be sent again for longer.
        return headers[timestamp].Count == 1
            && long.TryParse(headers[timestamp][0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - (decimal)seconds) <= (decimal)Tolerance.TotalSeconds
                ? null
                : $"its header {timestamp} is no time in seconds, or more than five minutes from the clock of the bot";
    }

    /// <summary>To be asked where there is nothing to say against the headers.</summary>
    /// <returns>The name of the source; null where none has signed this.</returns>
    public string? BySignature(AlertSourceKind kind, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var names = SignatureHeaders.Of(kind);
        var signature = Encoding.UTF8.GetBytes(headers[names.Signature].ToString());
        var timestamp = headers[names.Timestamp] is { Count: 1 } said ? said[0] : null;
        string? found = null;
        foreach (var sender in Of(kind))
        {
            if (sender.SigningKey is { } key && (timestamp is not null || !sender.RequiresTimestamp))
            {
                found = CryptographicOperations.FixedTimeEquals(Signature(key, timestamp, body), signature) ? sender.Name : found;
            }
        }

        return found;
    }

    private static byte[] Signature(byte[] key, string? timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        if (timestamp is not null)
        {
            hmac.AppendData(Encoding.UTF8.GetBytes($"{timestamp}:"));
        }

        hmac.AppendData(body);
        return Encoding.UTF8.GetBytes(Convert.ToHexStringLower(hmac.GetHashAndReset()));
    }

    private static byte[]? ProofOf(AuthenticationHeaderValue given)
    {
        if (given.Parameter is not { Length: > 0 } parameter)
        {
            return null;
        }

        if (given.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return Sender.ProofOf(Sender.Bearer, Encoding.UTF8.GetBytes(parameter));
        }

        var decoded = new byte[parameter.Length];
        return given.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(parameter, decoded, out var length)
            ? Sender.ProofOf(Sender.Basic, decoded.AsSpan(0, length))
            : null;
    }

    private IEnumerable<Sender> Of(AlertSourceKind kind) => all.Where(sender => sender.Kind == kind);

    /// <param name="Proof">Hashed, so that all are of one length; of what signs, nothing that could be given has this hash.</param>
    private sealed record Sender(string Name, AlertSourceKind Kind, byte[] Proof, byte[]? SigningKey, bool RequiresTimestamp)
    {
        public const byte Bearer = 1;
        public const byte Basic = 2;

        public static Sender Of(string name, AlertSourceOptions source)
        {
            var proof = source switch
            {
                { Token: { Length: > 0 } token } => ProofOf(Bearer, Encoding.UTF8.GetBytes(token)),
                { Password: { Length: > 0 } password } => ProofOf(Basic, Encoding.UTF8.GetBytes($"{source.User}:{password}")),
                _ => RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes),
            };
            var key = string.IsNullOrWhiteSpace(source.SigningSecret) ? null : Encoding.UTF8.GetBytes(source.SigningSecret);
            return new Sender(name, source.Kind!.Value, proof, key, source.RequireTimestamp);
        }

        public static byte[] ProofOf(byte scheme, ReadOnlySpan<byte> given) => SHA256.HashData([scheme, .. given]);
    }
}
