using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// The keys that sign what Teams sends, from its OpenID metadata: read again daily and, when a token names a key that is
/// not among them, at most hourly. So nobody can make the bot fetch keys as often as they like.
/// </summary>
internal sealed partial class TeamsKeys : IDisposable
{
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(5);

    private readonly TeamsOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<TeamsKeys> logger;
    private readonly HttpClient http;
    private readonly SemaphoreSlim one = new(1);

    private IReadOnlyList<JsonWebKey>? keys;
    private DateTimeOffset readAt = DateTimeOffset.MinValue;
    private DateTimeOffset notBefore = DateTimeOffset.MinValue;

    public TeamsKeys(IOptions<TeamsOptions> options, TimeProvider time, ILogger<TeamsKeys> logger)
    {
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = this.options.KeysWithin })
        {
            Timeout = this.options.KeysWithin,
            MaxResponseContentBufferSize = 1024 * 1024,
        };
    }

    /// <returns>Null when there is no such key.</returns>
    /// <exception cref="TeamsKeysException">There are no keys at all, because they could not be read.</exception>
    public async Task<JsonWebKey?> FindAsync(string kid, CancellationToken ct)
    {
        if (Fresh(kid) is { } known)
        {
            return known;
        }

        await one.WaitAsync(ct);
        try
        {
            if (Fresh(kid) is null && MayRead())
            {
                await ReadAsync(ct);
            }

            return keys is null ? throw new TeamsKeysException("The keys that sign what Teams sends could not be read.") : Find(kid);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>All keys, read now.</summary>
    /// <exception cref="Exception">They could not be read.</exception>
    public async Task<IReadOnlyList<JsonWebKey>> AllAsync(CancellationToken ct)
    {
        var retriever = new HttpDocumentRetriever(http) { RequireHttps = !new Uri(options.Metadata).IsLoopback };
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(options.Metadata, retriever, ct);
        return [.. configuration.JsonWebKeySet?.Keys ?? []];
    }

    public void Dispose()
    {
        http.Dispose();
        one.Dispose();
    }

    private JsonWebKey? Find(string kid) => keys?.FirstOrDefault(key => key.Kid == kid);

    private JsonWebKey? Fresh(string kid) => time.GetUtcNow() - readAt < LongestAge ? Find(kid) : null;

    private bool MayRead() => time.GetUtcNow() is var now && now >= notBefore && (keys is null || now - readAt >= ShortestAge);

    private async Task ReadAsync(CancellationToken ct)
    {
        try
        {
            keys = await AllAsync(ct);
            readAt = time.GetUtcNow();
        }
#pragma warning disable CA1031 // Whatever is in the way: yesterday's keys are still good, and it is tried again.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            notBefore = time.GetUtcNow() + AfterTrouble;
            LogUnread(e, options.Metadata);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The keys at {Metadata} could not be read")]
    private partial void LogUnread(Exception e, string metadata);
}

/// <summary>Nothing can be checked just now.</summary>
internal sealed class TeamsKeysException(string message) : Exception(message);
