using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IncidentBot.Http;

/// <summary>Whether a request has had a connection to leave by. There is one, once.</summary>
internal sealed class Departure
{
    private int left;

    public bool HasLeft => Volatile.Read(ref left) > 0;

    /// <summary>When the certificate ends that the service showed; null without TLS.</summary>
    public DateTimeOffset? CertificateEnds { get; private set; }

    /// <summary>
    /// SocketsHttpHandler sends a request again when its connection is closed without a byte of answer, a POST without a body
    /// included. The service may have done the first one by then: there is no second connection.
    /// </summary>
    /// <param name="connection">What it leaves by.</param>
    /// <exception cref="IOException">The request has left already.</exception>
    public void Leave(Stream connection)
    {
        if (Interlocked.Increment(ref left) > 1)
        {
            throw new IOException("A request is sent once.");
        }

        CertificateEnds = connection is SslStream { RemoteCertificate: X509Certificate2 certificate } ? certificate.NotAfter.ToUniversalTime() : null;
    }
}
