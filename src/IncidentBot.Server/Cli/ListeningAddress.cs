using System.Net.Sockets;

namespace IncidentBot.Cli;

/// <summary>One of the addresses that the bot of these settings listens on, as it is reached from the same machine.</summary>
internal sealed class ListeningAddress
{
    private const string SocketPrefix = "http://unix:";

    private readonly string typed;
    private readonly string? socket;
    private readonly Uri reached;

    private ListeningAddress(string typed)
    {
        this.typed = typed;
        if (typed.StartsWith(SocketPrefix, StringComparison.OrdinalIgnoreCase))
        {
            (socket, reached) = (typed[SocketPrefix.Length..], new Uri("http://localhost"));
            return;
        }

        // ASP.NET takes http://*:8080 and http://+:8080 for every address of the machine.
        var written = typed.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(written, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"Urls has '{typed}', which is no address to listen on. Write http://127.0.0.1:8080; a port is a number up to 65535.");
        }

        IsBeyondThisMachine = !uri.IsLoopback;
        reached = uri.Host is "0.0.0.0" or "[::]" ? new UriBuilder(uri) { Host = "127.0.0.1" }.Uri : uri;
    }

    /// <summary>Whether others can reach it than programs of this machine.</summary>
    public bool IsBeyondThisMachine { get; }

    public bool HasTls => reached.Scheme == "https";

    /// <summary>What the settings say; Kestrel's own section is stronger than <c>Urls</c>, which is stronger than <c>HTTP_PORTS</c>.</summary>
    /// <exception cref="ArgumentException">One of them is no address.</exception>
    public static IReadOnlyList<ListeningAddress> All(IConfiguration configuration)
    {
        var kestrel = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        var ports = configuration["HTTP_PORTS"]?.Split(';').Select(port => $"http://*:{port.Trim()}") ?? [];
        var typed = kestrel.Length > 0 ? kestrel
            : configuration["Urls"] is { Length: > 0 } urls ? urls.Split(';')
            : ports.Any() ? ports
            : ["http://localhost:5000"];
        return [.. typed.Select(url => url.Trim()).Where(url => url.Length > 0).Select(url => new ListeningAddress(url))];
    }

    /// <inheritdoc cref="All"/>
    public static ListeningAddress First(IConfiguration configuration) => All(configuration) is [var first, ..]
        ? first
        : throw new ArgumentException("Urls names no address. Write http://127.0.0.1:8080.");

    /// <summary>
    /// Straight to it, whatever proxy the environment names. The name in its certificate is that of a proxy or of the machine, not
    /// the loopback's.
    /// </summary>
    /// <exception cref="ArgumentException">Only a log says which port it is.</exception>
    public HttpClient Client(TimeSpan patience)
    {
        if (reached.Port == 0)
        {
            throw new ArgumentException($"Urls has '{typed}': with port 0 the bot takes any that is free, and only its log says which. Give it a port.");
        }

        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = patience };
        if (reached.IsLoopback)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        }

        if (socket is not null)
        {
            handler.ConnectCallback = async (_, ct) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), ct);
                return new NetworkStream(connection, ownsSocket: true);
            };
        }

        return new HttpClient(handler) { BaseAddress = reached, Timeout = patience };
    }

    public override string ToString() => typed;
}
