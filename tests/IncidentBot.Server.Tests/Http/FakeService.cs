using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using IncidentBot.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Http;

/// <summary>A real web server on loopback that writes down what it is asked and answers as the test says.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Seen> requests = [];

    private FakeService(WebApplication app, string address) => (this.app, Address) = (app, address);

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    public IReadOnlyList<Seen> Requests => [.. requests];

    /// <summary>What the next requests get; 200 and a little JSON until it is set.</summary>
    public RequestDelegate Answer { get; set; } = context => context.Response.WriteAsJsonAsync(new { status = "ok" });

    public static Task<FakeService> StartAsync(TestCertificates? certificates = null) => StartAsync(FreePort.Next(), certificates);

    public static async Task<FakeService> StartAsync(int port, TestCertificates? certificates = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (certificates is not null)
                {
                    listen.UseHttps(Certificate(certificates));
                }
            });
        });
        var app = builder.Build();
        var service = new FakeService(app, string.Create(CultureInfo.InvariantCulture, $"{(certificates is null ? "http" : "https")}://127.0.0.1:{port}"));
        app.Run(service.HandleAsync);
        await app.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        requests.Enqueue(new Seen(
            context.Request.Method,
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            context.Request.Host.Value!,
            context.Request.Headers.Authorization.ToString()));
        await Answer(context);
    }

    // By way of PKCS #12: a key that came with PEM is not one that every platform's TLS can use.
    private static X509Certificate2 Certificate(TestCertificates files)
    {
        using var pem = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    /// <param name="Target">The path and query as they came over the wire.</param>
    internal sealed record Seen(string Method, string Target, string Host, string Authorization);
}
