using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using IncidentBot.Support;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace IncidentBot.Mail;

/// <summary>A real mail server on loopback, which others wrote. What it takes can be read.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "bot";
    public const string Password = "correct-horse-battery";

    private readonly CancellationTokenSource ends = new();
    private readonly Mailbox mailbox;
    private Task running = Task.CompletedTask;

    private MailServer(int port, Func<string, int, SmtpResponse?>? refuse)
    {
        Port = port;
        mailbox = new Mailbox(refuse ?? ((_, _) => null));
    }

    public int Port { get; }

    public IReadOnlyList<Taken> Taken => [.. mailbox.Taken];

    /// <summary>How often somebody was named as a recipient.</summary>
    public int Asked(string address) => mailbox.Asked.GetValueOrDefault(address);

    /// <param name="certificates">With STARTTLS and a login; null for neither.</param>
    /// <param name="refuse">Given an address, and how often it was named by now, what is answered instead of taking it.</param>
    /// <param name="tls">Encrypted from the beginning.</param>
    public static async Task<MailServer> StartAsync(
        TestCertificates? certificates = null, Func<string, int, SmtpResponse?>? refuse = null, int? port = null, bool tls = false)
    {
        var server = new MailServer(port ?? FreePort.Next(), refuse);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, server.Port));
            if (certificates is not null)
            {
                using var pem = X509Certificate2.CreateFromPemFile(certificates.CertificateFile, certificates.KeyFile);
                endpoint.Certificate(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null));
                endpoint.AuthenticationRequired();
                endpoint.IsSecure(tls);
            }
        }).Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMailboxFilter)server.mailbox);
        services.Add((IMessageStore)server.mailbox);
        services.Add(new DelegatingUserAuthenticator((user, password) => (user, password) == (User, Password)));
        server.running = new SmtpServer.SmtpServer(options, services).StartAsync(server.ends.Token);
        await Eventually.TrueAsync(server.AnswersAsync, "the mail server listens");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await ends.CancelAsync();
        await running;
        ends.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private sealed class Mailbox(Func<string, int, SmtpResponse?> refuse) : MessageStore, IMailboxFilter
    {
        public ConcurrentQueue<Taken> Taken { get; } = new();

        public ConcurrentDictionary<string, int> Asked { get; } = new();

        public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken)
        {
            var address = $"{to.User}@{to.Host}";
            return refuse(address, Asked.AddOrUpdate(address, 1, (_, times) => times + 1)) is { } answer
                ? throw new SmtpResponseException(answer)
                : Task.FromResult(true);
        }

        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var bytes = new MemoryStream(buffer.ToArray());
            Taken.Enqueue(new Taken(
                [.. transaction.To.Select(to => $"{to.User}@{to.Host}")], MimeMessage.Load(bytes, CancellationToken.None), context.Authentication.User));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }
}

/// <param name="By">Who had logged in.</param>
internal sealed record Taken(IReadOnlyList<string> To, MimeMessage Message, string? By)
{
    public string Subject => Message.Subject ?? "";

    public string Text => Message.TextBody ?? "";

    public string Html => Message.HtmlBody ?? "";
}
