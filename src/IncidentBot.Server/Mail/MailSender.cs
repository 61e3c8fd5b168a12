using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IncidentBot.Storage;
using IncidentBot.Words;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace IncidentBot.Mail;

/// <summary>
/// Hands one letter to the mail server. Each has a connection of its own: letters are rare, and one that was kept may be dead by the next.
/// However the server behaves, an attempt is over after a minute and has read little.
/// </summary>
internal sealed class MailSender(IOptions<MailOptions> options, TimeProvider time)
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>A server says some lines, and the certificates of its TLS.</summary>
    private const long MostRead = 256 * 1024;

    private const int LongestAnswer = 200;

    /// <returns>Also where nothing could be sent.</returns>
    public async Task<MailAnswer> SendAsync(MailDelivery delivery, CancellationToken ct)
    {
        using var bytes = new MemoryStream(Encoding.ASCII.GetBytes(delivery.Message));
        using var message = await MimeMessage.LoadAsync(bytes, ct);
        var (from, to) = (MailOptionsCheck.AddressOf(options.Value.From)!, MailOptionsCheck.AddressOf(delivery.Address)!);
        return await WithServerAsync((client, stop) => client.SendAsync(message, from, [to], stop), ct);
    }

    /// <summary>Connects and logs in, and sends nothing.</summary>
    public Task<MailAnswer> TryAsync(CancellationToken ct) => WithServerAsync((client, stop) => client.NoOpAsync(stop), ct);

    private async Task<MailAnswer> WithServerAsync(Func<SmtpClient, CancellationToken, Task> use, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        using var client = new SmtpClient { CheckCertificateRevocation = false, ServerCertificateValidationCallback = Trust() };
        var isIn = false;
        var taken = false;
        try
        {
            await ConnectAsync(client, either.Token);
            isIn = true;
            await use(client, either.Token);
            taken = true;
            await client.DisconnectAsync(quit: true, either.Token);
            return MailAnswer.Taken;
        }
        catch (Exception) when (taken)
        {
            // Whether it says goodbye is the server's business: the letter is with it.
            return MailAnswer.Taken;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed($"did not answer within {Duration.Words(Limit)}", ofServer: !isIn);
        }
        catch (SmtpCommandException e)
        {
            return Refused(e, isIn);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failed(Words(e, isIn), ofServer: !isIn);
        }
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken ct)
    {
        var mail = options.Value;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(mail.Host, mail.Port, ct);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        // The client takes the stream as its own from here on, also where the greeting fails.
        await client.ConnectAsync(new BoundedStream(new NetworkStream(socket, ownsSocket: true), MostRead), mail.Host, mail.Port, Secured(mail.Security), ct);
        if (mail.User.Length > 0)
        {
            await client.AuthenticateAsync(mail.User, mail.Password, ct);
        }
    }

    private static SecureSocketOptions Secured(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    /// <returns>Null where the machine's own authorities decide.</returns>
    private RemoteCertificateValidationCallback? Trust() => options.Value.CaFile is not { } file ? null : (_, certificate, chain, errors) =>
    {
        if (certificate is null || chain is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) is not SslPolicyErrors.None)
        {
            return false;
        }

        using var ours = new X509Chain();
        ours.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        ours.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        ours.ChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        foreach (var element in chain.ChainElements)
        {
            ours.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var copy = new X509Certificate2(certificate);
        return ours.Build(copy);
    };

    /// <summary>
    /// A sender that is not taken, and 421, are about the server and all letters. A 5xx to an address or a letter is final; anything else may be
    /// otherwise in a while.
    /// </summary>
    private static MailAnswer Refused(SmtpCommandException e, bool isIn)
    {
        var code = (int)e.StatusCode;
        var words = string.Create(CultureInfo.InvariantCulture, $"answered {code}: {OneLine.Of(e.Message, LongestAnswer)}");
        var ofServer = !isIn || code == 421 || e.ErrorCode is SmtpErrorCode.SenderNotAccepted;
        return new MailAnswer(words, IsOfServer: ofServer, IsFinal: !ofServer && code >= 500);
    }

    private static MailAnswer Failed(string words, bool ofServer) => new(words, ofServer, IsFinal: false);

    private static string Words(Exception e, bool isIn) => e switch
    {
        SslHandshakeException => "could not be connected to safely: its certificate or its TLS is not accepted",
        AuthenticationException => "does not take the user and the password",
        NotSupportedException => "does not offer what the settings ask for: STARTTLS, or a login",
        TooMuchSaidException or { InnerException: TooMuchSaidException } => "said more than is read",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => "has no address: its name is not known",
        SocketException when !isIn => "could not be connected to",
        ProtocolException => "broke off the connection, or spoke no SMTP",
        IOException or SocketException => "broke off the connection",

        // Whatever else a stranger can bring about: the letter waits, and is given up in a day.
        _ => $"could not be spoken with ({e.GetType().Name})",
    };
}

/// <summary>How the server took a letter.</summary>
/// <param name="Failure">In words that follow "the mail server"; null where it has the letter.</param>
/// <param name="IsOfServer">It says nothing of the letter: none would have been taken.</param>
/// <param name="IsFinal">The same will be said each time.</param>
internal sealed record MailAnswer(string? Failure, bool IsOfServer, bool IsFinal)
{
    public static MailAnswer Taken { get; } = new(null, IsOfServer: false, IsFinal: false);
}
