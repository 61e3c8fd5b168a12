namespace IncidentBot.Support;

/// <summary>What stands before a server that is no open one: it speaks nothing but TLS, and nobody gets in without a password.</summary>
internal sealed record ServerGuard(TestCertificates Certificates, string Password)
{
    /// <summary>As redis.conf has them.</summary>
    public IEnumerable<(string Name, string Value)> Settings(int port) =>
    [
        ("port", "0"),
        ("tls-port", $"{port}"),
        ("tls-auth-clients", "no"),
        ("tls-replication", "yes"),
        ("tls-cluster", "yes"),
        ("tls-ca-cert-file", Certificates.CaFile),
        ("tls-cert-file", Certificates.CertificateFile),
        ("tls-key-file", Certificates.KeyFile),
        ("requirepass", Password),
    ];
}
