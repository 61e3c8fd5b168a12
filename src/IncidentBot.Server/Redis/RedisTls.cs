using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IncidentBot.Redis;

/// <summary>Whose certificates we accept, and under which name. Read anew at each connection, because certificates rotate.</summary>
internal sealed record RedisTls(string? CaFile = null, string? ServerName = null)
{
    /// <returns>Why the certificate is not accepted; null when it is.</returns>
    public string? Reject(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "the server sent no certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"the certificate is for another name ({certificate.Subject})";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (CaFile is not null && !TryTrust(chain.ChainPolicy, CaFile, out var unreadable))
        {
            return unreadable;
        }

        // The copy is disposed; the certificate belongs to the caller.
        using var copy = new X509Certificate2(certificate);
        return chain.Build(copy) ? null : string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct());
    }

    private static bool TryTrust(X509ChainPolicy policy, string caFile, [NotNullWhen(false)] out string? unreadable)
    {
        try
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPemFile(caFile);
            unreadable = null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            unreadable = $"the file with the authorities cannot be read ({e.Message})";
        }

        return unreadable is null;
    }
}
